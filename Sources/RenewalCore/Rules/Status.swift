extension Machine {
    /// The status that follows from the group's row and the machine's generation (Rule K1), whatever is stored.
    ///
    /// - Parameter group: the machine's group, settled as of the instant of interest.
    public func effectiveStatus(in group: MachineGroup) -> KeyDeliveryStatus {
        guard let generation = membership?.generation else { return followed(group).storedStatus }
        switch group.phase {
        case .keyExpired, .deleted:
            return .keyExpired
        case .new, .imported:
            return storedStatus
        case .stable(let current):
            return generation == current.generation ? .default : .keyExpired
        case .renewing(let current, _):
            return generation == current.generation ? .pendingNewKey : .keyExpired
        case .overlap(let current, let overlap):
            if generation == current.generation { return .default }
            return generation == overlap.previous.generation ? .pendingNewKey : .keyExpired
        }
    }

    private func followed(_ group: MachineGroup) -> Machine {
        var machine = self
        while machine.followNext(of: group) != nil {}
        return machine
    }
}

extension DesktopFlowConnection {
    /// The state that follows from the group's row and the copies (Rules C4, K1), whatever is stored.
    ///
    /// - Parameter group: the target, settled as of the instant of interest.
    public func effectiveState(in group: MachineGroup) -> ConnectionState {
        if case .deleted = group.phase { return .broken }
        let usable = group.phase.usable.map(\.generation)
        let covered = usable.filter { generation in copies.contains { $0.generation == generation } }
        guard let newest = covered.last else { return .expired }
        return newest == usable.last ? .current : .stale
    }
}
