import FoundationEssentials
import RenewalDataverse

/// Writes `data.xml` table by table: byte order mark, declaration, CRLF, two spaces a level, no line end at the end.
struct DataDocument: ~Copyable {
    private var output: XMLOutput
    private var part = Part.between
    /// What is written before the next table, or the end, in place of a line end and two spaces.
    var space: String?

    /// White space before a table.
    static let indentation = "\n  "
    /// White space before the end.
    static let lineEnd = "\n"

    /// What is open.
    private enum Part { case between, records, relations }

    init(_ output: consuming XMLOutput, timestamp: PackageTimestamp) throws(WriteFault) {
        self.output = output
        try self.output.markup("\u{FEFF}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<entities")
        try self.output.markup(" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"")
        try self.output.markup(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"")
        try self.output.attribute(" timestamp=\"", timestamp.description)
        try self.output.markup(">")
    }

    /// Ends the document; `false` where the sink did not take everything.
    mutating func finish() throws(WriteFault) -> Bool {
        try endTable()
        try output.text(space ?? Self.lineEnd, .text)
        try output.markup("</entities>")
        return output.finish()
    }

    /// Starts a table; the one before is ended.
    mutating func begin(_ table: PackageTable) throws(WriteFault) {
        try endTable()
        try output.text(space ?? Self.indentation, .text)
        space = nil
        try output.attribute("<entity name=\"", table.name)
        try output.attribute(" displayname=\"", table.displayName)
        try output.markup(">\r\n    <records>\r\n")
        part = .records
    }

    /// Writes a row by a plan.
    mutating func write(_ row: Row, _ plan: RowPlan) throws {
        try output.markup("      <record id=\"")
        try output.guid(row.id)
        try output.markup("\">\r\n")
        for entry in plan.entries {
            do throws(WriteFault) {
                try output.field(entry, of: row)
            } catch {
                throw FieldFault(column: entry.column.logicalName, isSecret: entry.column.isSecret, fault: error)
            }
        }
        try output.markup("      </record>\r\n")
    }

    /// Writes a record as it stands, without the fields whose names are given.
    mutating func write(_ record: PackageRecord, without hidden: Set<String>) throws {
        try output.attribute("      <record id=\"", record.id)
        try output.markup(">\r\n")
        for field in record.fields where !hidden.contains(field.name) {
            do throws(WriteFault) {
                try output.attribute("        <field name=\"", field.name)
                try output.attribute(" value=\"", field.value)
                if let table = field.lookupTable { try output.attribute(" lookupentity=\"", table) }
                if let name = field.lookupName { try output.attribute(" lookupentityname=\"", name) }
                try output.markup(" />\r\n")
            } catch {
                throw FieldFault(column: field.name, isSecret: false, fault: error)
            }
        }
        try output.markup("      </record>\r\n")
    }

    /// Writes what a row is related to.
    mutating func write(_ relation: PackageRelation) throws(WriteFault) {
        if part == .records {
            try output.markup("    </records>\r\n    <m2mrelationships>\r\n")
            part = .relations
        }
        try output.attribute("      <m2mrelationship sourceid=\"", relation.source)
        try output.attribute(" targetentityname=\"", relation.targetTable)
        try output.attribute(" targetentitynameidfield=\"", relation.targetIDField)
        try output.attribute(" m2mrelationshipname=\"", relation.relationship)
        try output.markup(">\r\n        <targetids>\r\n")
        for target in relation.targets {
            try output.markup("          <targetid>")
            try output.text(target, .text)
            try output.markup("</targetid>\r\n")
        }
        try output.markup("        </targetids>\r\n      </m2mrelationship>\r\n")
    }

    /// Whether records may still come for the table that is open.
    var takesRecords: Bool { part == .records }

    private mutating func endTable() throws(WriteFault) {
        switch part {
        case .between: return
        case .records: try output.markup("    </records>\r\n    <m2mrelationships />\r\n  </entity>")
        case .relations: try output.markup("    </m2mrelationships>\r\n  </entity>")
        }
        part = .between
    }
}

/// A fault in one column of a row.
struct FieldFault: Error {
    var column: String
    var isSecret: Bool
    var fault: WriteFault
}
