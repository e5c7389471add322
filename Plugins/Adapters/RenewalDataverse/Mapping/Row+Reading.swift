import RenewalCore

extension Row {
    /// Refuses a row of another table.
    func require(_ expected: Table) throws {
        guard table.logicalName == expected.logicalName else {
            throw DataverseError(
                .notRepresentable, expected: "a row of \(expected.logicalName)", table: table.logicalName,
                rowID: idText)
        }
    }

    /// The name in that column (Rule G4).
    func name(in column: String) throws -> Name {
        guard case .text(let text) = self[column] else { throw error(.missingValue, column, found: "nothing") }
        do {
            return try Name(text)
        } catch {
            throw self.error(.invalidValue, column, found: text.quotedForMessage, expected: "1 to 100 characters")
        }
    }

    func lookup(_ column: String) -> Lookup? {
        if case .lookup(let lookup) = self[column] { lookup } else { nil }
    }

    func instant(_ column: String) -> Instant? {
        table.position(of: column).flatMap { instant(at: $0) }
    }

    func integer(_ column: String) -> Int64? {
        table.position(of: column).flatMap { integer(at: $0) }
    }

    /// The group's periods, the defaults where it says none (Rules S1, S2).
    func policy(of facts: GroupFacts) throws -> RenewalPolicy {
        do {
            return try RenewalPolicy(
                validityMinutes: facts.effectiveValidity, graceMinutes: facts.effectiveGrace)
        } catch let error as RenewalError {
            throw self.error(
                .invalidValue, error.details["column"] ?? "keyvalidityperiod", found: error.details["value"],
                expected: "minutes within \(error.details["range"] ?? "the bounds of the rules")")
        }
    }

    /// An error about a column of this row.
    func error(
        _ code: DataverseError.Code, _ column: String, found: String? = nil, expected: String? = nil
    ) -> DataverseError {
        DataverseError(
            code, expected: expected ?? table.column(column)?.expectation ?? "a value", found: found,
            table: table.logicalName, rowID: idText, column: column)
    }
}
