/// What a member of a row's JSON object says, by its name.
enum MemberMeaning {
    /// Nothing that is read: other annotations, columns that the table's description lacks, expanded rows.
    case ignored
    /// The value of a column.
    case column(Int)
    /// The id that a lookup refers to: `_flowmachinegroupid_value`.
    case lookupID(Int)
    /// The table it refers to: `…@Microsoft.Dynamics.CRM.lookuplogicalname`.
    case lookupTable(Int)
    /// The name of the row it refers to: `…@OData.Community.Display.V1.FormattedValue`.
    case lookupName(Int)

    init(_ name: String, in table: Table) {
        let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let base = String(parts[0])
        let lookup = base.hasPrefix("_") && base.hasSuffix("_value")
        let column = lookup ? String(base.dropFirst().dropLast(6)) : base
        guard let position = table.position(of: column), table.columns[position].type.isLookup == lookup else {
            self = .ignored
            return
        }
        switch (lookup, parts.count == 2 ? parts[1] : nil) {
        case (true, nil): self = .lookupID(position)
        case (true, "Microsoft.Dynamics.CRM.lookuplogicalname"): self = .lookupTable(position)
        case (true, "OData.Community.Display.V1.FormattedValue"): self = .lookupName(position)
        case (false, nil) where table.columns[position].type != .managedProperty: self = .column(position)
        default: self = .ignored
        }
    }
}

extension ColumnType {
    fileprivate var isLookup: Bool {
        switch self {
        case .lookup, .owner: true
        default: false
        }
    }
}
