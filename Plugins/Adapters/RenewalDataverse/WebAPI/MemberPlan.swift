/// What to do with the members of one name.
struct MemberPlan {
    var meaning: MemberMeaning
    /// Whether the row gets the value; it is checked anyway.
    var isWanted: Bool
    var form = UsualForm.none
    /// For a lookup whose table follows from its column, and whose name nobody wants: its id alone makes it.
    var isWhole = false

    init(_ name: String, in table: Table, wanted: RowSelection) {
        meaning = MemberMeaning(name, in: table)
        isWanted = wanted.includes(meaning)
        switch meaning {
        case .ignored: break
        case .column(let position): form = UsualForm(of: table.columns[position])
        case .lookupName where !wanted.namesOfLookups: meaning = .ignored
        case .lookupID(let position), .lookupTable(let position), .lookupName(let position):
            let hasOneTarget = table.columns[position].type.targets.count == 1
            isWhole = !isWanted || (hasOneTarget && !wanted.namesOfLookups)
        }
    }
}

/// Which values rows get.
struct RowSelection {
    /// The places of the columns; `nil` for all.
    var positions: Set<Int>?
    /// Whether lookups get the names that annotations give them.
    var namesOfLookups: Bool

    /// Every value.
    static let all = RowSelection(positions: nil, namesOfLookups: true)

    /// The columns of these logical names, as far as the table has them; lookups without names.
    init(_ columns: Set<String>, of table: Table) {
        positions = Set(columns.compactMap { table.position(of: $0) })
        namesOfLookups = false
    }

    private init(positions: Set<Int>?, namesOfLookups: Bool) {
        self.positions = positions
        self.namesOfLookups = namesOfLookups
    }

    func includes(_ meaning: MemberMeaning) -> Bool {
        switch meaning {
        case .ignored: false
        case .column(let position), .lookupID(let position), .lookupTable(let position), .lookupName(let position):
            positions?.contains(position) ?? true
        }
    }
}
