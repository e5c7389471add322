/// A column whose changes are published and whose values are not (Rule N1): they are secrets, or only machines need them.
struct WithheldColumn {
    let column: String
    /// Compared, and never shown; `nil` for null.
    let value: AnyHashable?

    init(_ column: String, _ value: AnyHashable?) {
        self.column = column
        self.value = value
    }
}

extension MachineGroup {
    /// The columns of the row that are told of without their values, in table order.
    var withheldColumns: [WithheldColumn] {
        [
            WithheldColumn("primarykeypackage", phase.current?.keyPackage),
            WithheldColumn("secondarykeypackage", phase.overlap?.previous.keyPackage),
            WithheldColumn("renewal_passwordrecord", passwordRecord),
            WithheldColumn("renewal_delivery", phase.overlap?.delivery),
        ]
    }
}

extension [WithheldColumn] {
    /// The columns that changed, in table order, their values withheld. The lists are of one table.
    static func difference(from old: [WithheldColumn]?, to new: [WithheldColumn]?) -> [ColumnChange] {
        let names = (new ?? old ?? []).map(\.column)
        return names.indices.compactMap { index in
            let (before, after) = (old?[index].value, new?[index].value)
            if before == after { return nil }
            return ColumnChange(
                column: names[index], old: before == nil ? .null : .withheld, new: after == nil ? .null : .withheld)
        }
    }
}
