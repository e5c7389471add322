import RenewalCore
import RenewalDataverse

/// How rows of one table become fields of one declared table: made once, used for each row.
struct RowPlan {
    /// A declared column of the table.
    struct Entry {
        /// Its place in the table's columns.
        let position: Int
        let column: Column
        /// The markup before its value.
        let start: [UInt8]
        let kind: Kind
    }

    enum Kind {
        case text, secretText, integer, decimal, boolean, guid, lookup, choices, image
        case instant(isZoned: Bool)
    }

    let table: Table
    let entries: [Entry]

    /// A plan for rows of `table`. Columns that the declaration has and the table lacks get no value.
    init(_ declared: PackageTable, _ table: Table, secrets: Row.Secrets) {
        self.table = table
        entries = declared.fields.compactMap { field in
            guard let position = table.position(of: field.name) else { return nil }
            let column = table.columns[position]
            guard !column.isSecret || secrets == .included, let kind = Kind(column) else { return nil }
            return Entry(
                position: position, column: column, start: Array("        <field name=\"\(field.name)\" value=\"".utf8),
                kind: kind)
        }
    }
}

extension RowPlan.Kind {
    /// How the column's values are written; `nil` for types that are never exported.
    fileprivate init?(_ column: Column) {
        switch column.type {
        case .string, .memo: self = column.isSecret ? .secretText : .text
        case .integer, .choice, .state, .status: self = .integer
        case .decimal, .money: self = .decimal
        case .boolean: self = .boolean
        case .guid: self = .guid
        case .lookup, .owner: self = .lookup
        case .choices: self = .choices
        case .image: self = .image
        case .dateTime(let behavior): self = .instant(isZoned: behavior.packageText(of: .distantPast).hasSuffix("Z"))
        case .bigInteger, .managedProperty: return nil
        }
    }
}

extension XMLOutput {
    /// Writes a row's field; nothing where the row has no value for it.
    mutating func field(_ entry: RowPlan.Entry, of row: Row) throws(WriteFault) {
        guard let value = row.value(at: entry.position), value != .null else { return }
        try markup(entry.start)
        switch (value, entry.kind) {
        case (.text(let text), .text): try self.text(text, .htmlAttribute)
        case (.secret(let secret), .secretText): try text(secret.text, .htmlAttribute)
        case (.integer(let number), .integer): try decimal(number)
        case (.instant(let instant), .instant(let isZoned)): try self.instant(instant, isZoned: isZoned)
        case (.guid(let id), .guid): try guid(id)
        case (.lookup(let lookup), .lookup): return try reference(lookup, in: entry.column)
        case (.boolean(let isTrue), .boolean): try markup(isTrue ? "True" : "False")
        case (.decimal(let digits), .decimal): try text(PackageDecimal.text(digits), .attribute)
        case (.text(let base64), .image): try text(base64, .attribute)
        case (.choices(let numbers), .choices):
            try markup("[-1")
            for number in numbers {
                try markup(",")
                try decimal(number)
            }
            try markup(",-1]")
        default: throw .invalid(found: "a value of another kind", expected: "a value of the column's type")
        }
        try markup("\" />\r\n")
    }

    private mutating func reference(_ lookup: Lookup, in column: Column) throws(WriteFault) {
        let targets = column.type.targets
        guard let table = lookup.table ?? (targets.count == 1 ? targets[0] : nil) else {
            throw .invalid(
                found: "a reference that names no table",
                expected: "the table of the row, which importers need: \(targets.joined(separator: " or "))")
        }
        try guid(lookup.id)
        try attribute("\" lookupentity=\"", table)
        if let name = lookup.name { try attribute(" lookupentityname=\"", name) }
        try markup(" />\r\n")
    }
}

/// Decimal numbers as packages have them: ten digits of a fraction.
enum PackageDecimal {
    /// The number with its fraction filled up to ten digits; as it stands where it has more or is no plain number.
    static func text(_ digits: String) -> String {
        guard !digits.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return digits }
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1].utf8.count : 0
        guard fraction < 10 else { return digits }
        return digits + (parts.count == 2 ? "" : ".") + String(repeating: "0", count: 10 - fraction)
    }
}
