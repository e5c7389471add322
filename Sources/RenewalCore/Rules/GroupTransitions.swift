// The group's side of each transition. Every one goes through the table of GroupStateMachine.swift, so a phase is never
// reached from one that does not lead there.
extension MachineGroup {
    /// Opens a renewal (Rules S4, S6). Any opening consumes the operator's request.
    public mutating func open(_ opening: Opening) throws {
        try advance(.open, to: phase.current.map { .renewing(current: $0, opening) }, at: opening.at)
        operatorRequest = nil
    }

    /// Makes `next` the current generation and the present one the previous (Rules I4, S5).
    public mutating func issue(_ next: UsableGeneration, by issuer: MachineID, delivery: SealedValue?) throws {
        var phaseAfter: GroupPhase?
        if case .renewing(let current, let opening) = phase {
            let deadline = RenewalSchedule.deadline(
                previous: current, issuedAt: next.createdAt, graceMinutes: policy.graceMinutes)
            phaseAfter = .overlap(
                current: next,
                Overlap(
                    opening: opening, previous: current, issuer: issuer, deadline: deadline, delivery: delivery))
        }
        try advance(.issue, to: phaseAfter, at: next.createdAt)
    }

    /// Makes generation 1 the group's (Rule I1).
    public mutating func found(_ first: UsableGeneration, passwordRecord record: PasswordRecord) throws {
        _ = try StateMachine.group.next(phase.kind, .firstJoin)
        phase = .stable(current: first)
        passwordRecord = record
    }

    /// Ends the group (Rule G1). The row stays, so that the id is never used again.
    public mutating func delete(at now: Instant) throws {
        try advance(.delete, to: .deleted(at: now), at: now)
        operatorRequest = nil
        passwordRecord = nil
        previousPasswordRecord = nil
    }

    /// Brings the deadline forward to now, so that the overlap closes (Rule K6).
    public mutating func retireEarly(at now: Instant) throws {
        guard case .overlap(let current, var overlap) = phase else {
            _ = try StateMachine.group.next(phase.kind, .close)
            return
        }
        overlap.deadline = min(overlap.deadline, now)
        phase = .overlap(current: current, overlap)
    }

    /// Does the next thing that holds by `now` whether written or not, a closing or an expiry, in this order (Rules K1,
    /// K2, K3, S6). Gives the transition, or `nil` where nothing is outstanding.
    public mutating func settleNext(at now: Instant) -> Transition? {
        switch phase {
        case .overlap(let current, let overlap) where now >= overlap.deadline:
            return try? advance(.close, to: .stable(current: current), at: overlap.deadline)
        case .stable(let current) where now >= current.expiry,
            .renewing(let current, _) where now >= current.expiry:
            operatorRequest = nil
            return try? advance(.expire, to: .keyExpired(last: current, at: current.expiry), at: current.expiry)
        default:
            return nil
        }
    }

    /// The group as of `now` (Rule K1): closings and expiries done that hold by then.
    public func settled(at now: Instant) -> MachineGroup {
        var group = self
        while group.settleNext(at: now) != nil {}
        return group
    }

    @discardableResult
    private mutating func advance(
        _ event: GroupEvent, to phaseAfter: GroupPhase?, at instant: Instant
    ) throws -> Transition {
        let kind = try StateMachine.group.next(phase.kind, event)
        guard let phaseAfter, phaseAfter.kind == kind else {
            throw RenewalError(.storeInconsistent, "group \(id) can not become \(kind): its row lacks the certificate")
        }
        phase = phaseAfter
        // A count at its end stays there: what holds at this instant holds all the same, and a row with such a count is
        // never written (``requireNumbers()``).
        if transitionCount < .max { transitionCount += 1 }
        let transition = Transition(
            number: transitionCount, kind: event.transitionKind, at: instant, generation: phase.current?.generation)
        if transition.kind.concernsMachines { lastMachineTransition = transition.number }
        if transition.kind.concernsConnections { lastConnectionTransition = transition.number }
        transitions.append(transition)
        return transition
    }

    /// Refuses a row whose transitions can not be numbered any more.
    ///
    /// - Throws: ``RenewalError`` with `storeInconsistent`.
    func requireNumbers() throws {
        _ = try transitionCount.following("the number of the last transition of group \(id)")
    }
}

extension GroupEvent {
    // A first join is no transition that rows follow, and never gets here.
    fileprivate var transitionKind: Transition.Kind {
        switch self {
        case .firstJoin, .open: .opened
        case .issue: .issued
        case .close: .closed
        case .expire: .expired
        case .delete: .deleted
        }
    }
}
