/// Reads `data_schema.xml`.
enum SchemaReader {
    static func read(_ cursor: consuming XMLCursor) throws(PackageError) -> [PackageTable] {
        var cursor = cursor
        try cursor.start("entities")
        try cursor.attributes { _, _ throws(PackageError) in false }
        var tables: [PackageTable] = []
        while try cursor.hasNext("entity") {
            let line = cursor.line
            let table = try entity(&cursor)
            if tables.contains(where: { $0.name == table.name }) {
                throw PackageError(
                    .unexpectedStructure, expected: "each table once", found: table.name.quotedForMessage,
                    file: cursor.file, line: line)
            }
            tables.append(table)
        }
        try cursor.finish()
        return tables
    }

    private static func entity(_ cursor: inout XMLCursor) throws(PackageError) -> PackageTable {
        let attributes = try AttributeList(
            cursor,
            required: ["name", "displayname", "etc", "primaryidfield", "primarynamefield", "disableplugins"])
        var table = PackageTable(
            name: try attributes.name("name", cursor), displayName: attributes["displayname"],
            objectTypeCode: try attributes.integer("etc", cursor),
            primaryIDField: try attributes.name("primaryidfield", cursor),
            primaryNameField: try attributes.name("primarynamefield", cursor, mayBeEmpty: true),
            disablesPlugins: try attributes.boolean("disableplugins", cursor), fields: [])
        try cursor.start("fields")
        while try cursor.hasNext("field") {
            let field = try field(cursor)
            if table.fields.contains(where: { $0.name == field.name }) {
                throw cursor.error(
                    .unexpectedStructure, found: field.name.quotedForMessage, expected: "each column once",
                    table: table.name)
            }
            table.fields.append(field)
            try cursor.end()
        }
        try cursor.start("relationships")
        while try cursor.hasNext("relationship") {
            table.relationships.append(try relationship(cursor))
            try cursor.end()
        }
        if try cursor.hasNext("filter") {
            try cursor.attributes { _, _ throws(PackageError) in false }
            table.filter = try cursor.content()
            try cursor.end()
        }
        guard table.fields.contains(where: { $0.name == table.primaryIDField && $0.isPrimaryKey }) else {
            throw cursor.error(
                .unexpectedStructure, found: "no such column",
                expected: "a column \(table.primaryIDField.quotedForMessage) with primaryKey=\"true\"",
                table: table.name)
        }
        return table
    }

    private static func field(_ cursor: borrowing XMLCursor) throws(PackageError) -> PackageField {
        let attributes = try AttributeList(
            cursor, required: ["displayname", "name", "type"],
            optional: ["primaryKey", "lookupType", "customfield", "updateCompare"])
        guard let type = FieldType(rawValue: attributes["type"]) else {
            throw attributes.error(
                "type", cursor, expected: "a type: \(FieldType.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return PackageField(
            displayName: attributes["displayname"], name: try attributes.name("name", cursor), type: type,
            lookupType: attributes.value("lookupType"), isPrimaryKey: try attributes.boolean("primaryKey", cursor),
            isCustom: try attributes.boolean("customfield", cursor),
            isCompared: try attributes.boolean("updateCompare", cursor))
    }

    private static func relationship(
        _ cursor: borrowing XMLCursor
    ) throws(PackageError) -> PackageTable.Relationship {
        let attributes = try AttributeList(
            cursor,
            required: [
                "name", "manyToMany", "isreflexive", "relatedEntityName", "m2mTargetEntity",
                "m2mTargetEntityPrimaryKey",
            ])
        return PackageTable.Relationship(
            name: attributes["name"], isManyToMany: try attributes.boolean("manyToMany", cursor),
            isReflexive: try attributes.boolean("isreflexive", cursor), relatedTable: attributes["relatedEntityName"],
            targetTable: attributes["m2mTargetEntity"], targetPrimaryKey: attributes["m2mTargetEntityPrimaryKey"])
    }
}
