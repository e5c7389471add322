extension RenewalCoordinator {
    /// A page of groups as of now (Rule K1), deleted ones left out, in the order of their ids.
    ///
    /// - Returns: the groups, and the id to go on after; `nil` on the last page.
    public func groups(after id: GroupID? = nil, limit: Int = 1_000) async throws -> (
        groups: [MachineGroup], next: GroupID?
    ) {
        let now = try await moment().now
        let page = try await storage.read([.groups(after: id, limit: limit)]).groups
        let living = page.filter { $0.phase.kind != .deleted }.map { $0.settled(at: now) }
        return (living, page.count == limit ? page.last?.id : nil)
    }

    /// A group as of now (Rule K1).
    ///
    /// - Throws: ``RenewalError``: `XrmMachineGroupNotFound`.
    public func group(_ id: GroupID) async throws -> MachineGroup {
        let now = try await moment().now
        guard let group = try await storage.read([.group(id)]).group(id)?.settled(at: now),
            group.phase.kind != .deleted
        else { throw RenewalError.groupNotFound(id) }
        return group
    }

    /// A page of a group's machines with their effective status as of now (Rule K1), in the order of their ids.
    ///
    /// - Throws: ``RenewalError``: `XrmMachineGroupNotFound`.
    public func machines(
        of id: GroupID, after last: MachineID? = nil, limit: Int = 1_000
    ) async throws -> [(machine: Machine, status: KeyDeliveryStatus)] {
        let now = try await moment().now
        let rows = try await storage.read([.group(id), .machines(id, after: last, limit: limit)])
        guard let group = rows.group(id)?.settled(at: now), group.phase.kind != .deleted else {
            throw RenewalError.groupNotFound(id)
        }
        return rows.machines.map { ($0, $0.effectiveStatus(in: group)) }
    }

    /// Verifies a group's history in pages, that of a deleted group too.
    ///
    /// - Returns: the first bad entry; `nil` where the chain holds.
    public func firstHistoryFault(of id: GroupID) async throws -> HistoryChain.Fault? {
        let crypto = crypto
        return try await storage.withSnapshot { snapshot in
            var previous: HistoryEntry?
            while true {
                try Task.checkCancellation()
                let page = try await snapshot.read([.history(id, after: previous?.number ?? 0, limit: 1_000)]).history
                if let fault = HistoryChain.firstFault(in: page, group: id, after: previous, crypto: crypto) {
                    return fault
                }
                guard page.count == 1_000 else { return nil }
                previous = page.last
            }
        }
    }
}
