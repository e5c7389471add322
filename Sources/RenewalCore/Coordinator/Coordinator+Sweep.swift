extension RenewalCoordinator {
    /// Does everything that is due in all groups: closes, expires, opens (Rules S4, S6), and lets rows follow in bounded
    /// batches (Rule K1). While the clock is suspect it does nothing (Rule T3).
    ///
    /// Cancelling the task ends it between two transactions; nothing is lost, and the next sweep goes on.
    ///
    /// - Complexity: follows what is due; with nothing due it costs one look at an index.
    /// - Throws: `CancellationError`, or the store's errors.
    @discardableResult
    public func sweep() async throws -> SweepReport {
        let moment = try await moment()
        var report = SweepReport(now: moment.now, suspicion: moment.suspicion)
        guard moment.suspicion == nil else { return report }
        var seen: Set<GroupID> = []
        var refused: RenewalError?
        while true {
            try Task.checkCancellation()
            let due = try await storage.dueGroups(at: moment.now, limit: 100 + seen.count)
                .filter { !seen.contains($0) }
            if due.isEmpty { break }
            for group in due {
                try Task.checkCancellation()
                // A group is swept once a sweep: what it still owes afterwards came due meanwhile, for the next one.
                seen.insert(group)
                do {
                    report.groups += try await sweep(group) ? 1 : 0
                    report.rows += try await catchUp(group)
                } catch let error as RenewalError {
                    // One group whose rows contradict each other keeps no other from its renewal.
                    refused = refused ?? error
                }
            }
        }
        if let refused { throw refused }
        return report
    }

    /// Sweeps at the pick-up interval until the task is cancelled (Rule S4).
    ///
    /// An error does not end it: it sweeps again after a minute, doubling to the pick-up interval, so that a store that
    /// was away for a moment, or one group whose rows contradict each other, stops no other group's renewal.
    ///
    /// - Parameter reporting: is told what each sweep came to.
    /// - Throws: `CancellationError`, and nothing else.
    public func runSweeps(
        reporting: @Sendable (Swift.Result<SweepReport, any Error>) async -> Void = { _ in }
    ) async throws {
        var failures: Int64 = 0
        while true {
            try Task.checkCancellation()
            let wait: Int64
            do {
                let report = try await sweep()
                failures = 0
                wait = report.nextSweep(configuration)
                await reporting(.success(report))
            } catch {
                try Task.checkCancellation()
                wait = min(60 << min(failures, 16), configuration.pickUpInterval)
                failures += 1
                await reporting(.failure(error))
            }
            try await clock.sleep(until: clock.now().adding(seconds: wait))
        }
    }

    /// Closes, expires and opens what is due in one group.
    private func sweep(_ group: GroupID) async throws -> Bool {
        try await transact(on: group) { work in
            let before = work.group.transitionCount
            try work.openIfDue(foundBy: .coordinator)
            return work.group.transitionCount != before || work.hasChangedGroup
        }
    }

    /// Lets the rows of a group follow its transitions, in bounded batches, until none is behind (Rule K1).
    ///
    /// - Returns: how many rows were written.
    @discardableResult
    func catchUp(_ id: GroupID) async throws -> Int {
        var written = 0
        let size = configuration.batchSize
        guard var group = try await storage.read([.group(id)]).group(id) else { return 0 }
        while !group.transitions.isEmpty {
            try Task.checkCancellation()
            let (machines, connections) = (group.lastMachineTransition, group.lastConnectionTransition)
            let seen = group.transitionCount
            let rows: Int
            (group, rows) = try await transact(
                on: id,
                reading: [
                    .machinesBehind(id, transition: machines, limit: size),
                    .connectionsBehind(id, transition: connections, limit: size),
                ], withHistory: false
            ) { work in
                work.followBatch(
                    isLast: work.rows.machines.count < size && work.rows.connections.count < size, seen: seen)
                return (work.group, work.rows.machines.count + work.rows.connections.count)
            }
            written += rows
        }
        return written
    }
}

/// What a sweep did.
public struct SweepReport: Hashable, Sendable {
    /// The instant it acted at.
    public var now: Instant
    /// Why nothing was done, where the clock is suspect (Rule T3).
    public var suspicion: ClockSuspicion?
    /// How many groups changed.
    public var groups = 0
    /// How many machine and connection rows followed.
    public var rows = 0

    /// Seconds until the next sweep: the pick-up interval, or a minute while the clock is suspect.
    func nextSweep(_ configuration: RenewalCoordinator.Configuration) -> Int64 {
        suspicion == nil ? configuration.pickUpInterval : min(60, configuration.pickUpInterval)
    }
}

extension Work {
    /// Lets the rows of a batch follow; the last batch ends the transitions.
    ///
    /// - Parameter seen: how many transitions the group had when the batch was chosen; one that came since needs a batch
    ///   of its own.
    fileprivate mutating func followBatch(isLast: Bool, seen: UInt64) {
        if case .deleted(let at) = group.phase {
            for machine in rows.machines { remove(machine, at: at) }
            catchUp([], rows.connections)
        } else {
            catchUp(rows.machines, rows.connections)
        }
        if isLast, group.transitionCount == seen { changeGroup { $0.transitions.removeAll() } }
    }
}
