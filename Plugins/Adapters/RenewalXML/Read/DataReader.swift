import FoundationEssentials
import RenewalDataverse

/// Reads `data.xml` and gives what is in it item by item.
struct DataReader: ~Copyable {
    private var cursor: XMLCursor
    private let tables: [String: PackageTable]
    private var remaining: Set<String>
    /// The ids of the present table's records; `nil` where they may come twice.
    private var ids: Set<UUID>?

    init(_ cursor: consuming XMLCursor, tables: [PackageTable], eachRowOnce: Bool) {
        self.cursor = cursor
        ids = eachRowOnce ? [] : nil
        self.tables = Dictionary(tables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        remaining = Set(tables.map(\.name))
    }

    /// Reads to the end.
    ///
    /// - Throws: ``PackageError`` for what is no package's document; what the body throws.
    mutating func read(_ body: (PackageItem) throws -> Void) throws {
        try cursor.start("entities")
        let root = try AttributeList(cursor, required: ["timestamp"])
        guard let timestamp = PackageTimestamp(root["timestamp"]) else {
            throw root.error("timestamp", cursor, expected: "an instant such as 2022-09-17T22:31:57.0000000Z")
        }
        try body(.timestamp(timestamp))
        while try hasNextEntity(body) { try entity(body) }
        try cursor.finish()
    }

    private mutating func hasNextEntity(_ body: (PackageItem) throws -> Void) throws -> Bool {
        let hasNext = try cursor.hasNext("entity")
        let space = cursor.outerSpace
        if space != (hasNext ? DataDocument.indentation : DataDocument.lineEnd) { try body(.space(space)) }
        return hasNext
    }

    private mutating func entity(_ body: (PackageItem) throws -> Void) throws {
        let attributes = try AttributeList(cursor, required: ["name", "displayname"])
        let name = attributes["name"]
        guard let table = tables[name] else {
            throw attributes.error("name", cursor, expected: "a table that data_schema.xml declares")
        }
        guard attributes["displayname"] == table.displayName else {
            throw attributes.error("displayname", cursor, expected: table.displayName.quotedForMessage)
        }
        guard remaining.remove(name) != nil else {
            throw attributes.error("name", cursor, expected: "each table once")
        }
        try body(.table(table))
        ids?.removeAll(keepingCapacity: true)
        try cursor.start("records")
        if let known = Table.all.first(where: { $0.logicalName == name }) {
            try rows(of: known, table, body)
        } else {
            try records(of: table, body)
        }
        try cursor.start("m2mrelationships")
        while try cursor.hasNext("m2mrelationship") { try body(.relation(try relation())) }
        try cursor.end()
    }

    /// The records of a table of ours.
    private mutating func rows(
        of table: Table, _ declared: PackageTable, _ body: (PackageItem) throws -> Void
    ) throws {
        var decoder = try RowDecoder(declared, table)
        var matcher = FieldMatcher(declared)
        var count = 0
        while try cursor.hasNext("record") {
            guard let id = try recordGUID() else {
                try body(.refused(badID(try recordID(), declared), nil))
                try skipRecord()
                continue
            }
            var row = decoder.row(id)
            var refusal = repetition(of: id, declared)
            var fieldCount = 1
            matcher.begin()
            while try cursor.hasNext("field") {
                let (index, field) = try field(&matcher, declared)
                if let fault = decoder.take(field, at: index, into: &row), refusal == nil {
                    refusal = fault.at(file: cursor.file, line: cursor.line)
                }
                fieldCount += 1
                try cursor.end()
            }
            decoder.note(fieldCount: fieldCount)
            try body(refusal.map { .refused($0, row) } ?? .row(row))
            count += 1
            if count & 0xFF == 0 { try Task.checkCancellation() }
        }
    }

    /// The records of any other table.
    private mutating func records(of declared: PackageTable, _ body: (PackageItem) throws -> Void) throws {
        var matcher = FieldMatcher(declared)
        var count = 0
        while try cursor.hasNext("record") {
            let id = try recordID()
            var record = PackageRecord(table: declared.name, id: id, fields: [])
            var refusal = id.utf8ID.map { repetition(of: $0, declared) } ?? badID(id, declared)
            matcher.begin()
            while try cursor.hasNext("field") {
                let (index, field) = try field(&matcher, declared)
                let taken = PackageRecord.Field(field)
                if refusal == nil { refusal = fault(in: field, taken, index, matcher, declared, id) }
                record.fields.append(taken)
                try cursor.end()
            }
            try body(refusal.map { .refused($0, nil) } ?? .record(record))
            count += 1
            if count & 0xFF == 0 { try Task.checkCancellation() }
        }
    }

    private func fault(
        in field: FieldBytes, _ taken: PackageRecord.Field, _ index: Int, _ matcher: FieldMatcher,
        _ declared: PackageTable, _ id: String
    ) -> PackageError? {
        var expected = GenericCheck.fault(field, declared.fields[index].type)
        if expected == nil, matcher.isPrimaryKey(index), taken.value.lowercased() != id.lowercased() {
            expected = "the record's id"
        }
        return expected.map {
            cursor.error(
                .invalidValue, found: taken.value.quotedForMessage, expected: $0, table: declared.name, rowID: id,
                column: taken.name)
        }
    }

    /// The id of the record that the cursor has entered; `nil` where it is none, or other attributes stand there too.
    private func recordGUID() throws(PackageError) -> UUID? {
        guard let only = cursor.onlyAttribute, only.name.equals("id") else { return nil }
        return ValueText.guid(only.value)
    }

    /// The same as it is written.
    private func recordID() throws(PackageError) -> String {
        try AttributeList(cursor, required: ["id"])["id"]
    }

    private func badID(_ text: String, _ table: PackageTable) -> PackageError {
        cursor.error(
            .invalidValue, found: text.quotedForMessage,
            expected: "a GUID such as 5a38629f-da7f-4ae8-a66b-4898ebd65281", table: table.name, column: "id")
    }

    /// That the record that the cursor has entered came before.
    private mutating func repetition(of id: UUID, _ table: PackageTable) -> PackageError? {
        guard ids?.insert(id).inserted == false else { return nil }
        let text = id.uuidString.lowercased()
        return cursor.error(
            .duplicateRow, found: "the id \(text) again", expected: "each row once", table: table.name, rowID: text)
    }

    private mutating func skipRecord() throws(PackageError) {
        while try cursor.hasNext("field") {
            _ = try cursor.field()
            try cursor.end()
        }
    }

    /// The field at which the cursor stands, and the place of its column.
    private mutating func field(
        _ matcher: inout FieldMatcher, _ table: PackageTable
    ) throws(PackageError) -> (index: Int, field: FieldBytes) {
        let field = try cursor.field()
        guard let name = field.name, field.value != nil else {
            let missing = field.name == nil ? "name" : "value"
            throw cursor.error(
                .unexpectedStructure, found: "<field> without \(missing)", expected: "the attribute \(missing)",
                table: table.name)
        }
        switch matcher.match(name) {
        case .field(let index): return (index, field)
        case .repeated:
            throw cursor.error(
                .unexpectedStructure, found: "\(name.quotedForMessage) again", expected: "each column once in a record",
                table: table.name)
        case .unknown:
            throw cursor.error(
                .unexpectedStructure, found: "the column \(name.quotedForMessage)",
                expected: "a column that data_schema.xml declares", table: table.name)
        }
    }

    private mutating func relation() throws(PackageError) -> PackageRelation {
        let attributes = try AttributeList(
            cursor, required: ["sourceid", "targetentityname", "targetentitynameidfield", "m2mrelationshipname"])
        var relation = PackageRelation(
            source: attributes["sourceid"], targetTable: attributes["targetentityname"],
            targetIDField: attributes["targetentitynameidfield"], relationship: attributes["m2mrelationshipname"],
            targets: [])
        guard relation.source.utf8ID != nil else { throw attributes.error("sourceid", cursor, expected: "a GUID") }
        try cursor.start("targetids")
        while try cursor.hasNext("targetid") {
            let line = cursor.line
            let target = try cursor.content()
            guard target.utf8ID != nil else {
                throw PackageError(
                    .unexpectedStructure, expected: "a GUID", found: target.quotedForMessage, file: cursor.file,
                    line: line)
            }
            relation.targets.append(target)
        }
        try cursor.end()
        return relation
    }
}
