// The loop: the earliest moment, what it brings, and what follows from that.
extension FleetSimulation {
    /// Lets the fleet live until that instant; what falls on it belongs to the next run.
    ///
    /// - Complexity: follows what happens, not the days that pass.
    /// - Throws: `CancellationError`; the errors of the store and the vaults. Refusals are no errors here.
    public func run(until end: Instant) async throws {
        try await run(before: end, keepingHeartbeats: true) { false }
    }

    /// The same, until `isOver` says so.
    ///
    /// - Parameter keepingHeartbeats: whether idle machines play their last check-in before the end.
    func run(before end: Instant, keepingHeartbeats: Bool, isOver: () -> Bool) async throws {
        runStart = clock.now()
        self.end = keepingHeartbeats ? end : nil
        hasRetirements = actions[nextAction...].contains { action in
            if case .command(.retireEarly) = action.action { true } else { false }
        }
        for place in machines.indices where !machines[place].isQueued { rest(place) }
        pushSweep(for: nil)
        while let next = queue.first, next.instant < end, !isOver() {
            try Task.checkCancellation()
            guard let (moment, event) = queue.pop() else { break }
            present = moment
            clock.advance(by: .seconds(moment.instant.seconds(since: clock.now())))
            switch event {
            case .turn(let group): try await turn(group)
            case .action: try await act()
            case .sweep: try await sweep()
            case .checkIn(let place, let number): try await checkIn(place, number)
            }
        }
        if keepingHeartbeats, end > clock.now() { clock.advance(by: .seconds(end.seconds(since: clock.now()))) }
        if keepingHeartbeats { try await keepLastSweep(before: end) }
        let now = clock.now()
        present = max(present, EventQueue.Moment(instant: now, rank: .turn))
        for machine in machines where machine.isMember {
            statistics.machineSeconds += now.seconds(since: max(machine.since, runStart))
        }
    }

    /// Sweeps in which nothing was due were jumped over. The last of them would have kept its instant (Rule T3);
    /// without it a coordinator that takes over the store would find its clock suspect.
    private func keepLastSweep(before end: Instant) async throws {
        guard end > start else { return }
        let interval = setup.configuration.pickUpInterval
        let count = (end.seconds(since: start) - 1) / interval
        _ = try await storage.keptInstant(.raise(to: start.adding(seconds: count * interval)))
    }

    /// A group's rows begin to mean something else: its machines' next check-ins are no idle ones.
    private func turn(_ id: GroupID) async throws {
        guard let place = groupPlaces[id], let turn = groups[place].turn, turn <= present.instant else { return }
        groups[place].turn = nil
        let row = groups[place].row
        let settled = row.settled(at: present.instant)
        if settled.transitionCount != row.transitionCount { try await noteLosses(in: place, at: settled) }
        wake(place)
    }

    private func sweep() async throws {
        guard lastSweep != present.instant else { return }
        lastSweep = present.instant
        statistics.playedSweeps += 1
        let due = groups.indices.filter { place in
            groups[place].row.wakesAt.map { $0 <= present.instant } ?? false
        }
        do {
            try await coordinator.sweep()
        } catch is RenewalError {
            // Of a group whose rows contradict each other; the others were swept.
        }
        for place in due { try await observe(place, withHistory: true) }
    }
}

// What comes when.
extension FleetSimulation {
    /// Sees to it that a coordinator sweeps when the group needs it (Rule S4); `nil` for the first sweep of all.
    func pushSweep(for row: MachineGroup?) {
        let wake: Instant
        if let row {
            guard let wakes = row.wakesAt else { return }
            wake = max(wakes, present.instant)
        } else {
            guard lastSweep == nil else { return }
            wake = start
        }
        let interval = setup.configuration.pickUpInterval
        let count = (wake.seconds(since: start) + interval - 1) / interval
        var moment = EventQueue.Moment(instant: start.adding(seconds: count * interval), rank: .sweep)
        if moment < present || lastSweep == moment.instant { moment.instant = moment.instant.adding(seconds: interval) }
        queue.push(.sweep, at: moment)
    }

    /// Lets a machine check in at that instant, whatever was to come before.
    func pushCheckIn(_ place: Int, at instant: Instant) {
        machines[place].entry += 1
        machines[place].isQueued = true
        machines[place].queuedFor = instant
        queue.push(
            .checkIn(place, number: machines[place].entry),
            at: EventQueue.Moment(instant: instant, rank: .checkIn, machine: machines[place].id))
    }

    /// Lets a machine check in when it is due next; what it would do before that comes to nothing.
    func pushNextCheckIn(_ place: Int) {
        let next = machines[place].nextCheckIn(after: present)
        machines[place].jumped = next.jumped
        if let instant = next.instant { pushCheckIn(place, at: instant) }
    }

    /// Ends the idleness of a group's machines.
    func wake(_ group: Int) {
        for place in groups[group].machines
        where machines[place].isMember && !machines[place].isQueued && machines[place].outcome != .refused {
            pushNextCheckIn(place)
        }
    }

    /// An idle machine plays only the last check-in before something that it is not told of by a check-in: the end of
    /// the run, the group's turn, an early end of the overlap, and a long absence, in which a renewal may open and
    /// close. So its row says when it was last seen.
    func rest(_ place: Int) {
        guard machines[place].isMember, machines[place].outcome != .refused, let end else { return }
        let group = groups[machines[place].groupPlace]
        var limit = end
        if let turn = group.turn, turn > present.instant { limit = min(limit, turn) }
        if let retirement = nextRetirement(of: group.row.id) { limit = min(limit, retirement) }
        for limit in machines[place].longAbsences(before: limit) + [limit] {
            let next = machines[place].nextCheckIn(after: EventQueue.Moment(instant: limit, rank: .turn))
            guard next.jumped > 0 else { continue }
            pushCheckIn(place, at: next.last)
            machines[place].jumped = next.jumped - 1
            machines[place].isQueued = false
            return
        }
    }

    private func nextRetirement(of id: GroupID) -> Instant? {
        guard hasRetirements else { return nil }
        return actions[nextAction...].first { action in
            if case .command(.retireEarly(id, _)) = action.action { true } else { false }
        }?.instant
    }

    /// Counts the check-ins that a machine would have made by now, had they not been jumped over.
    func countJumped(_ place: Int) {
        if machines[place].isQueued {
            statistics.checkIns += machines[place].jumped
            machines[place].jumped = 0
            return
        }
        guard machines[place].outcome == .idle else { return }
        let next = machines[place].nextCheckIn(after: present)
        statistics.checkIns += next.jumped
        machines[place].lastCheckIn = next.last
        machines[place].jumped = 0
    }
}
