import FoundationEssentials
import RenewalCore
import RenewalDataverse

/// Makes rows of a table of ours from the fields of records.
struct RowDecoder {
    let table: Table
    // By the place of the declared column; `nil` where the table has no such column.
    private let positions: [Int?]
    private var known: [KnownValues]
    private var fieldCount = 0

    /// A decoder of records that were declared so.
    ///
    /// - Throws: ``PackageError`` with `unexpectedStructure` where a column was declared with another type.
    init(_ declared: PackageTable, _ table: Table) throws(PackageError) {
        self.table = table
        for field in declared.fields {
            guard let column = table.column(field.name) else { continue }
            guard column.type.schemaName == field.type.rawValue else {
                throw PackageError(
                    .unexpectedStructure, expected: "the type \(column.type.schemaName ?? "of no column")",
                    found: "the type \(field.type.rawValue)", file: PackageFile.schema.name, table: declared.name,
                    column: field.name)
            }
        }
        positions = declared.fields.map { table.position(of: $0.name) }
        known = positions.map { KnownValues($0, in: table) }
    }

    /// A row of that id, with room for as many values as the one before had.
    func row(_ id: UUID) -> Row { Row(table: table, id: id, reserving: max(fieldCount, 4)) }

    /// Remembers how large rows are.
    mutating func note(fieldCount: Int) { self.fieldCount = fieldCount }

    /// Gives the row the value of a field.
    ///
    /// - Returns: what is wrong with it, where something is.
    mutating func take(_ field: FieldBytes, at index: Int, into row: inout Row) -> PackageError? {
        guard let position = positions[index], let bytes = field.value else { return nil }
        if known[index].isID(bytes, row.id) { return nil }
        if let value = known[index].value(bytes, field), row.take(value) { return nil }
        let column = table.columns[position]
        if let value = value(bytes, field, column), row.take(value, at: position) {
            known[index].remember(value, bytes, field)
            return nil
        }
        var expected = column.expectation
        if column.logicalName == table.primaryIDColumn { expected = "the record's id" }
        if !column.type.targets.isEmpty { expected += " with lookupentity" }
        return PackageError(
            .invalidValue, expected: expected,
            found: column.isSecret ? "a value that is not shown" : Self.shown(bytes, field), table: table.logicalName,
            rowID: row.idText, column: column.logicalName)
    }

    private static func shown(_ bytes: UnsafeBufferPointer<UInt8>, _ field: FieldBytes) -> String {
        bytes.quotedForMessage + (field.lookupTable.map { " of \($0.quotedForMessage)" } ?? "")
    }

    private func value(
        _ bytes: UnsafeBufferPointer<UInt8>, _ field: FieldBytes, _ column: Column
    ) -> Value? {
        switch column.type {
        case .lookup, .owner:
            guard let table = field.lookupTable, let id = ValueText.guid(bytes) else { return nil }
            let target = column.type.targets.first { table.equals($0) } ?? String(table)
            return .lookup(Lookup(table: target, id: id, name: field.lookupName.map { String($0) }))
        case _ where field.lookupTable != nil || field.lookupName != nil: return nil
        case .string, .memo:
            let text = HTMLText.decoded(bytes)
            return column.isSecret ? .secret(SecretText(text)) : .text(text)
        case .integer, .choice, .state, .status, .bigInteger: return ValueText.integer(bytes).map { .integer($0) }
        case .dateTime(let behavior): return InstantText.instant(bytes, behavior).map { .instant($0) }
        case .guid: return ValueText.guid(bytes).map { .guid($0) }
        case .boolean: return ValueText.boolean(bytes).map { .boolean($0) }
        case .decimal, .money: return ValueText.decimal(bytes).map { .decimal($0) }
        case .choices: return ValueText.choices(bytes).map { .choices($0) }
        case .image: return .text(String(bytes))
        case .managedProperty: return nil
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether these are the bytes of the text.
    fileprivate func equals(_ text: String) -> Bool { elementsEqual(text.utf8) }
}
