/// Writes `data_schema.xml`: no byte order mark, no declaration, CRLF, and the start tag of the root with a space.
enum SchemaDocument {
    static func write(_ tables: [PackageTable], to output: inout XMLOutput) throws(WriteFault) {
        try output.markup("<entities >\r\n")
        for table in tables { try write(table, to: &output) }
        try output.markup("</entities>")
    }

    private static func write(_ table: PackageTable, to output: inout XMLOutput) throws(WriteFault) {
        try output.markup("  <entity")
        try output.attribute(" name=\"", table.name)
        try output.attribute(" displayname=\"", table.displayName)
        try output.markup(" etc=\"")
        try output.decimal(Int64(table.objectTypeCode))
        try output.markup("\"")
        try output.attribute(" primaryidfield=\"", table.primaryIDField)
        try output.attribute(" primarynamefield=\"", table.primaryNameField)
        try output.markup(table.disablesPlugins ? " disableplugins=\"true\">\r\n" : " disableplugins=\"false\">\r\n")
        if table.fields.isEmpty {
            try output.markup("    <fields />\r\n")
        } else {
            try output.markup("    <fields>\r\n")
            for field in table.fields { try write(field, to: &output) }
            try output.markup("    </fields>\r\n")
        }
        try write(table.relationships, to: &output)
        if let filter = table.filter {
            try output.markup("    <filter>")
            try output.text(filter, .text)
            try output.markup("</filter>\r\n")
        }
        try output.markup("  </entity>\r\n")
    }

    private static func write(_ field: PackageField, to output: inout XMLOutput) throws(WriteFault) {
        try output.markup("      <field")
        try output.attribute(" displayname=\"", field.displayName)
        try output.attribute(" name=\"", field.name)
        try output.attribute(" type=\"", field.type.rawValue)
        if field.isPrimaryKey { try output.markup(" primaryKey=\"true\"") }
        if let lookupType = field.lookupType { try output.attribute(" lookupType=\"", lookupType) }
        if field.isCustom { try output.markup(" customfield=\"true\"") }
        if field.isCompared { try output.markup(" updateCompare=\"true\"") }
        try output.markup(" />\r\n")
    }

    private static func write(
        _ relationships: [PackageTable.Relationship], to output: inout XMLOutput
    ) throws(WriteFault) {
        guard !relationships.isEmpty else { return try output.markup("    <relationships />\r\n") }
        try output.markup("    <relationships>\r\n")
        for relationship in relationships {
            try output.attribute("      <relationship name=\"", relationship.name)
            try output.attribute(" manyToMany=\"", "\(relationship.isManyToMany)")
            try output.attribute(" isreflexive=\"", "\(relationship.isReflexive)")
            try output.attribute(" relatedEntityName=\"", relationship.relatedTable)
            try output.attribute(" m2mTargetEntity=\"", relationship.targetTable)
            try output.attribute(" m2mTargetEntityPrimaryKey=\"", relationship.targetPrimaryKey)
            try output.markup(" />\r\n")
        }
        try output.markup("    </relationships>\r\n")
    }
}

extension XMLOutput {
    /// Writes an attribute: what is before the value, the value, and its end.
    mutating func attribute(_ start: StaticString, _ value: String) throws(WriteFault) {
        try markup(start)
        try text(value, .attribute)
        try markup("\"")
    }
}
