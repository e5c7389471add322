// Rule G5: leaving a group.
extension MachineAgent {
    /// Leaves the group, when nothing runs, and destroys every key.
    ///
    /// - Returns: `nil`; where the coordinator refused or the group is gone, that refusal: leaving was local then, and
    ///   the machine's row, if there is one, is the app's to remove.
    /// - Throws: ``RenewalError`` with `notJoined`. Errors of the service, after which the outcome is unknown and the keys
    ///   are still there, and of the vault: leave again.
    @discardableResult
    public func leave() async throws -> RenewalError? {
        try await operations.enterExclusive()
        defer { operations.leaveExclusive() }
        guard let contents = try await vault.read() else {
            throw RenewalError(.notJoined, "this machine is in no group")
        }
        var refusal: RenewalError?
        if contents.membership != nil {
            do {
                _ = try await send { _, _ in .leave }
            } catch let error as RenewalError {
                refusal = error
            }
        }
        try await runs.enterExclusive()
        defer { runs.leaveExclusive() }
        try await vault.update { $0 = nil }
        deferred = nil
        return refusal
    }
}
