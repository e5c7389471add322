public import RenewalCore

extension GroupSummary {
    /// Derives where a group of a real environment stands: what its row does not say follows from C, V, G and the
    /// status of its machines.
    ///
    /// Phases are decided in the order expired, unknown, empty, renewing, stable.
    ///
    /// - Parameters:
    ///   - facts: what the group's row says.
    ///   - machines: the counts over its machines.
    ///   - now: the instant as of which to derive; an instant equal to S or E is after it.
    public init(_ facts: GroupFacts, machines: MachineCounts, at now: Instant) {
        self.init(
            id: facts.id, name: facts.name, phase: Self.phase(facts, machines, now), keyCreated: facts.keyCreated,
            validityMinutes: facts.effectiveValidity, graceMinutes: facts.effectiveGrace,
            renewalStart: facts.renewalStart, expiry: facts.expiry, machines: machines)
    }

    private static func phase(_ facts: GroupFacts, _ machines: MachineCounts, _ now: Instant) -> Phase {
        if facts.isKeyExpired { return .expired }
        guard let created = facts.keyCreated, let start = facts.renewalStart, let expiry = facts.expiry else {
            return .unknown
        }
        if now >= expiry { return .expired }
        if machines.total == 0 { return .empty }
        if now >= start { return .renewing(Window(start: start, end: expiry)) }
        guard machines.pendingNewKey > 0 else { return .stable }
        // A renewal rewrites C, and with it the old expiry is gone: the end of the overlap is an estimate (Rule S5).
        let end = min(created.adding(minutes: facts.effectiveGrace), expiry)
        let isOpen = created <= now && now < end
        return .renewing(isOpen ? Window(start: created, end: end) : Window(start: nil, end: expiry))
    }
}
