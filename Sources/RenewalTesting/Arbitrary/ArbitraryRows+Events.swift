extension ArbitraryRows {
    /// A column's value.
    public mutating func columnValue() -> ColumnValue {
        switch number(0...4) {
        case 0: .null
        case 1: .integer(Int(number(0...2_000_000)) - 1_000_000)
        case 2: .text(text())
        case 3: .withheld
        default: .instant(instant())
        }
    }

    /// An event: a change of a row or, one time in six each, a suspect clock or a renewal that nobody can issue.
    public mutating func event() -> RenewalEvent {
        let kind = number(0...5)
        if kind == 1 {
            let issuer = UnableIssuer(group: id(), machine: id(), fault: one(of: IssuerFault.allCases))
            return RenewalEvent(id: uuid(), at: instant(), content: .issuerUnable(issuer))
        }
        if kind == 0 {
            let suspicion = ClockSuspicion(
                cause: one(of: ClockSuspicion.Cause.allCases), clock: instant(), kept: instant())
            return RenewalEvent(id: uuid(), at: instant(), content: .clockSuspect(suspicion))
        }
        return change(row: "\(uuid())".lowercased())
    }

    /// A change of that row.
    public mutating func change(row: String, at instant: Instant? = nil) -> RenewalEvent {
        let columns = (0..<number(0...4)).map { _ in
            ColumnChange(
                column: one(of: ["name", "statuscode", "agentversion"]), old: columnValue(), new: columnValue())
        }
        let change = ChangeEvent(
            table: one(of: RenewalTable.allCases), change: one(of: ChangeEvent.Change.allCases), row: row, group: id(),
            columns: columns)
        return RenewalEvent(id: uuid(), at: instant ?? self.instant(), content: .change(change))
    }
}
