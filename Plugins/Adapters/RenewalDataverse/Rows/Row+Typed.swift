import RenewalCore

extension Row {
    /// The text of the column at that place; `nil` for null, nothing said, or another kind of value.
    func text(at position: Int) -> String? {
        if case .text(let text) = value(at: position) { text } else { nil }
    }

    /// The whole number of the column at that place.
    func integer(at position: Int) -> Int64? {
        if case .integer(let number) = value(at: position) { number } else { nil }
    }

    /// The instant of the column at that place.
    func instant(at position: Int) -> Instant? {
        if case .instant(let instant) = value(at: position) { instant } else { nil }
    }
}

extension Table {
    /// The place of a column that the table is known to have. A row has no value at the place of another.
    func place(of logicalName: String) -> Int {
        let position = position(of: logicalName)
        assert(position != nil, "\(self.logicalName) has no column \(logicalName)")
        return position ?? -1
    }
}
