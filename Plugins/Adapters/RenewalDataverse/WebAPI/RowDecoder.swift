import FoundationEssentials
import RenewalCore

/// Makes rows of one table from the JSON objects of a response.
struct RowDecoder {
    let table: Table
    private let idPosition: Int?
    // By the number of the member's name in the reader.
    private var meanings: [MemberMeaning] = []
    var dates = DateCache()
    var versions: Set<String> = []
    private var fieldCount = 0

    init(table: Table) {
        self.table = table
        idPosition = table.position(of: table.primaryIDColumn)
    }

    /// The row whose object the reader has just entered; the reader then stands behind it.
    mutating func row(from reader: inout JSONReader) throws(ReadFault) -> Row {
        let start = reader.tokenStart
        var fields = RowFields(capacity: fieldCount)
        var lookups: [PendingLookup] = []
        var id: UUID?
        while case .name(let name) = try reader.step() {
            let meaning = meaning(of: name, reader)
            let token = try reader.step()
            switch meaning {
            case .ignored: try reader.pass(token)
            case .column(let position):
                let value = try value(of: token, in: position, &reader)
                if position == idPosition, case .guid(let guid) = value { id = guid }
                fields.set(value, at: position)
            case .lookupID(let position) where token == .null: fields.set(.null, at: position)
            case .lookupID(let position):
                lookups[lookups.place(of: position)].id = try guid(of: token, in: position, reader)
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
        fieldCount = fields.entries.count
        return Row(table: table, id: id, fields: fields)
    }

    private mutating func meaning(of name: Int, _ reader: JSONReader) -> MemberMeaning {
        while meanings.count <= name {
            meanings.append(MemberMeaning(reader.names.text(of: meanings.count), in: table))
        }
        return meanings[name]
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
