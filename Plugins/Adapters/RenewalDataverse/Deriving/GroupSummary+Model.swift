public import RenewalCore

extension GroupSummary {
    /// Where a group of a store of this library stands: its row says it.
    ///
    /// Phases are decided in the order expired (Rule K3), empty, renewing, stable. The window is that from the opening
    /// until D (Rule S5).
    ///
    /// - Parameters:
    ///   - group: the group as of the instant of interest (`settled(at:)`, Rule K1).
    ///   - machines: the counts over its machines, with their effective status.
    public init(_ group: MachineGroup, machines: MachineCounts) {
        let current = group.phase.newestKey
        var imported: GroupFacts?
        if case .imported(let created) = group.phase {
            imported = GroupFacts(
                id: group.id, keyCreated: created, validityMinutes: group.policy.validityMinutes,
                graceMinutes: group.policy.graceMinutes)
        }
        self.init(
            id: group.id, name: group.name.description, phase: Self.phase(group, machines),
            generation: current?.generation, keyCreated: current?.createdAt ?? imported?.keyCreated,
            validityMinutes: group.policy.validityMinutes, graceMinutes: group.policy.graceMinutes,
            renewalStart: current.map { RenewalSchedule.start(of: $0, under: group.policy) } ?? imported?.renewalStart,
            expiry: current?.expiry ?? imported?.expiry, machines: machines)
    }

    private static func phase(_ group: MachineGroup, _ machines: MachineCounts) -> Phase {
        if group.phase.kind == .keyExpired { return .expired }
        if machines.total == 0 { return .empty }
        guard let opening = group.phase.opening, let deadline = group.deadline else { return .stable }
        return .renewing(Window(start: opening.at, end: deadline))
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
