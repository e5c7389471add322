import FoundationEssentials
import RenewalCore

/// Makes rows of one table from the JSON objects of a response.
///
/// Every value of a known column is checked, wanted or not. What a row does not want is only looked at.
struct RowDecoder {
    let table: Table
    private let selection: RowSelection
    private let idPosition: Int?
    // By the number of the member's name in the reader.
    private var plans: [MemberPlan] = []
    var dates = DateCache()
    var versions: Set<String> = []
    var recentVersions = RecentTexts()
    private var lastTokens = LastTokens()
    private var fieldCount = 0

    init(table: Table, selection: RowSelection = .all) {
        self.table = table
        self.selection = selection
        idPosition = table.position(of: table.primaryIDColumn)
    }

    /// The row whose object the reader has just entered; the reader then stands behind it.
    mutating func row(from reader: inout JSONReader) throws(ReadFault) -> Row {
        let start = reader.tokenStart
        var fields = RowFields(capacity: fieldCount)
        var lookups: [PendingLookup] = []
        var id: UUID?
        while case .name(let name) = try reader.step() {
            makePlans(upTo: name, &reader)
            let token = try reader.step()
            let isWanted = plans[name].isWanted
            switch plans[name].meaning {
            case .ignored: try reader.pass(token)
            case .column(let position):
                if position == idPosition {
                    let value = try value(of: token, in: position, &reader)
                    if case .guid(let guid) = value { id = guid }
                    fields.set(value, at: position)
                } else if isWanted {
                    if let usual = usualValue(of: token, plans[name].form, &reader) {
                        fields.set(usual, at: position)
                    } else {
                        fields.set(try value(of: token, in: position, &reader), at: position)
                    }
                } else if !hasUsualForm(token, plans[name].form, &reader) {
                    _ = try value(of: token, in: position, &reader)
                }
            case .lookupID(let position) where plans[name].isWhole:
                let value = try wholeLookup(token, in: position, member: name, &reader)
                if isWanted { fields.set(value, at: position) }
            case .lookupTable(let position) where plans[name].isWhole:
                try checkTarget(token, in: position, member: name, &reader)
            case .lookupID(let position):
                if case .null = token {
                    fields.set(.null, at: position)
                } else {
                    lookups[lookups.place(of: position)].id = try guid(of: token, in: position, reader)
                }
            case .lookupTable(let position):
                lookups[lookups.place(of: position)].table = try target(of: token, in: position, reader)
            case .lookupName(let position):
                if case .string(let text) = token {
                    lookups[lookups.place(of: position)].name = reader.string(text)
                }
                try reader.pass(token)
            }
        }
        guard let id else { throw missing(table.primaryIDColumn, at: start) }
        for lookup in lookups {
            guard let value = lookup.value(in: table) else { continue }
            fields.set(value, at: lookup.position)
        }
        let row = Row(table: table, id: id, fields: fields)
        fieldCount = row.fieldCount
        return row
    }

    private mutating func makePlans(upTo name: Int, _ reader: inout JSONReader) {
        while plans.count <= name {
            plans.append(MemberPlan(reader.names.text(of: plans.count), in: table, wanted: selection))
        }
    }

    /// The lookup that an id alone makes, or null.
    private mutating func wholeLookup(
        _ token: JSONToken, in position: Int, member: Int, _ reader: inout JSONReader
    ) throws(ReadFault) -> Value {
        if case .null = token { return .null }
        if case .string(let text) = token, let value = lastTokens.value(of: text, in: member, reader.bytes) {
            return value
        }
        var lookup = PendingLookup(position: position)
        lookup.id = try guid(of: token, in: position, reader)
        let value = lookup.value(in: table) ?? .null
        if case .string(let text) = token { lastTokens.keep(value, of: text, in: member) }
        return value
    }

    /// Checks the table of a lookup, where nobody needs to be told.
    private mutating func checkTarget(
        _ token: JSONToken, in position: Int, member: Int, _ reader: inout JSONReader
    ) throws(ReadFault) {
        if case .string(let text) = token, lastTokens.value(of: text, in: member, reader.bytes) != nil { return }
        _ = try target(of: token, in: position, reader)
        if case .string(let text) = token { lastTokens.keep(.null, of: text, in: member) }
    }

    private func missing(_ column: String, at offset: Int) -> ReadFault {
        let column = table.column(column)
        return .row(
            RowFault(
                code: .missingValue, offset: offset, column: column, found: "nothing",
                expected: column?.expectation ?? "an id"))
    }
}

/// A lookup in the making: its parts are members of their own, in any order.
struct PendingLookup {
    var position: Int
    var id: UUID?
    var table: String?
    var name: String?

    /// The lookup as a value; `nil` where the row named its table or name only. A column that refers to one table needs
    /// no annotation to say which.
    func value(in rowTable: Table) -> Value? {
        let targets = rowTable.columns[position].type.targets
        return id.map { .lookup(Lookup(table: table ?? (targets.count == 1 ? targets[0] : nil), id: $0, name: name)) }
    }
}

extension [PendingLookup] {
    /// The place of the column's lookup in this list; it is added where it is new.
    fileprivate mutating func place(of position: Int) -> Int {
        if let place = firstIndex(where: { $0.position == position }) { return place }
        append(PendingLookup(position: position))
        return count - 1
    }
}
