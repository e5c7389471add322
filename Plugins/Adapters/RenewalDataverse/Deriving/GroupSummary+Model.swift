public import RenewalCore

extension GroupSummary {
    /// Where a group of a store of this library stands: its row says it.
    ///
    /// Phases are decided in the order expired (Rule K3), empty, renewing, stable. The window is that from the opening
    /// until D (Rule S5). A group that was imported (Rule I1) is renewed elsewhere, and its row says no more than that of
    /// a real environment: where it stands is derived as for one of those.
    ///
    /// - Parameters:
    ///   - group: the group as of the instant of interest (`settled(at:)`, Rule K1).
    ///   - machines: the counts over its machines, with their effective status.
    ///   - now: that instant.
    public init(_ group: MachineGroup, machines: MachineCounts, at now: Instant) {
        if let facts = GroupFacts(imported: group, machines) {
            self.init(facts, machines: machines, at: now)
            return
        }
        let current = group.phase.newestKey
        self.init(
            id: group.id, name: group.name.description, phase: Self.phase(group, machines),
            generation: current?.generation, keyCreated: current?.createdAt,
            validityMinutes: group.policy.validityMinutes, graceMinutes: group.policy.graceMinutes,
            renewalStart: current.map { RenewalSchedule.start(of: $0, under: group.policy) }, expiry: current?.expiry,
            machines: machines)
    }

    private static func phase(_ group: MachineGroup, _ machines: MachineCounts) -> Phase {
        if group.phase.kind == .keyExpired { return .expired }
        if machines.total == 0 { return .empty }
        guard let opening = group.phase.opening, let deadline = group.deadline else { return .stable }
        return .renewing(Window(start: opening.at, end: deadline))
    }
}

extension GroupFacts {
    /// What is known of a group that came without its certificate; `nil` for any other. One that never had a generation
    /// and has machines came so too, from a row without C.
    fileprivate init?(imported group: MachineGroup, _ machines: MachineCounts) {
        let created: Instant?
        switch group.phase {
        case .imported(let instant): created = instant
        case .new where machines.total > 0: created = nil
        default: return nil
        }
        self.init(
            id: group.id, name: group.name.description, keyCreated: created,
            validityMinutes: group.policy.validityMinutes, graceMinutes: group.policy.graceMinutes)
    }
}

extension MachineFacts {
    /// The facts of a machine of a store, with its effective status (Rule K1).
    ///
    /// - Parameters:
    ///   - machine: the machine.
    ///   - group: its group as of the instant of interest (`settled(at:)`).
    public init(_ machine: Machine, in group: MachineGroup) {
        self.init(
            id: machine.id, name: machine.name.description, group: machine.group, agentVersion: machine.agentVersion,
            status: machine.effectiveStatus(in: group), keyReceived: machine.keyReceivedAt,
            lastHeartbeat: machine.lastHeartbeat)
    }
}

extension GroupPhase {
    /// The newest generation, whether it still serves or expired.
    var newestKey: UsableGeneration? {
        if case .keyExpired(let last, _) = self { last } else { current }
    }
}
