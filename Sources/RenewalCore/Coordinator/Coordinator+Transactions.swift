extension RenewalCoordinator {
    /// The instant to act at; a new suspicion of the clock is told to the subscribers at once (Rule T3).
    func moment() async throws -> TimeKeeper.Moment {
        let moment = try await time.moment()
        if moment.isNews, let suspicion = moment.suspicion, !subscriptions.isEmpty {
            let event = RenewalEvent(id: makeID(), at: moment.now, content: .clockSuspect(suspicion))
            let deliveries = subscriptions.deliveries(for: [event])
            do {
                try await storage.transact(TransactionRequest(groups: [], reads: [])) { _ in
                    TransactionDecision(deliveries: deliveries, outcome: ())
                }
            } catch {
                time.forgetReport()
                throw error
            }
        }
        return moment
    }

    func environment(_ moment: TimeKeeper.Moment) -> Work.Environment {
        Work.Environment(
            now: moment.now, clockIsSuspect: moment.suspicion != nil, kept: moment.kept, crypto: crypto,
            subscriptions: subscriptions, makeID: makeID)
    }

    /// Runs a decision as one transaction on a group, providing what it finds out that it needs.
    ///
    /// - Parameters:
    ///   - reads: what the decision reads besides the group's row.
    ///   - withHistory: whether the newest history entry is read at once; `false` where most decisions write none.
    func transact<Outcome: Sendable>(
        on id: GroupID, reading reads: [RowQuery] = [], withHistory: Bool = true, also other: [GroupID] = [],
        _ body: @Sendable (inout Work) throws -> Outcome
    ) async throws -> Outcome {
        var moment = try await moment()
        var historyIsLoaded = withHistory
        var sought: MachineID?
        while true {
            var queries = [.group(id)] + reads
            if historyIsLoaded { queries.append(.lastHistory(id)) }
            if let sought { queries.append(.machine(sought)) }
            let environment = environment(moment)
            do {
                return try await storage.transact(TransactionRequest(groups: [id] + other, reads: queries)) {
                    [historyIsLoaded, sought] rows in
                    var work = try Work(
                        on: id, rows: rows, historyIsLoaded: historyIsLoaded, soughtMachine: sought,
                        environment: environment)
                    let outcome = try body(&work)
                    return try work.decision(outcome)
                }
            } catch Work.Need.history {
                historyIsLoaded = true
            } catch Work.Need.machine(let machine) {
                sought = machine
            } catch Work.Need.keptInstant {
                try await time.raise(to: moment.now)
                // Acts at the instant just kept, so that a slow store does not run after the clock for ever.
                let latest = try await self.moment()
                if latest.suspicion != nil { moment = latest } else { moment.kept = moment.now }
            }
        }
    }
}
