// Rows follow their group's transitions in order, one change each (Rule K1).
extension Machine {
    /// Follows the next transition of the group that this row has not followed, and gives it; `nil` where there is none.
    public mutating func followNext(of group: MachineGroup) -> Transition? {
        guard let transition = next(of: group.transitions) else { return nil }
        follow(transition)
        return transition
    }

    /// The next of the transitions of the group that this row has not followed.
    func next(of transitions: [Transition]) -> Transition? {
        transitions.first { $0.number > appliedTransition && $0.kind.concernsMachines }
    }

    /// Follows a transition, the next one.
    mutating func follow(_ transition: Transition) {
        appliedTransition = transition.number
        if let event = transition.kind.machineEvent,
            let status = try? StateMachine.machine.next(MachineState(storedStatus), event).status
        {
            storedStatus = status
        }
    }
}

extension DesktopFlowConnection {
    /// Follows the next transition of the group that this row has not followed, and gives it; `nil` where there is none.
    public mutating func followNext(of group: MachineGroup) -> Transition? {
        guard let transition = next(of: group.transitions) else { return nil }
        follow(transition)
        return transition
    }

    /// The next of the transitions of the group that this row has not followed.
    func next(of transitions: [Transition]) -> Transition? {
        transitions.first { $0.number > appliedTransition && $0.kind.concernsConnections }
    }

    /// Follows a transition, the next one.
    mutating func follow(_ transition: Transition) {
        appliedTransition = transition.number
        switch transition.kind {
        case .closed: copies.removeAll { copy in transition.generation.map { copy.generation < $0 } ?? true }
        case .deleted: copies.removeAll()
        case .opened, .issued, .expired: break
        }
        // A row that got its copy for the new generation before it followed the issue stays current.
        let hasIssuedCopy = transition.kind == .issued && copies.contains { $0.generation == transition.generation }
        if !hasIssuedCopy, let event = transition.kind.connectionEvent,
            let state = try? StateMachine.connection.next(storedState, event)
        {
            storedState = state
        }
    }
}

extension Transition.Kind {
    /// What it is to a machine; `nil` where it is nothing, or where the row goes away.
    var machineEvent: MachineEvent? {
        switch self {
        case .opened: .renewalOpened
        case .closed: .deadlinePassed
        case .expired: .groupExpired
        case .issued, .deleted: nil
        }
    }

    /// What it is to a connection; `nil` where it is nothing.
    var connectionEvent: ConnectionEvent? {
        switch self {
        case .opened: nil
        case .issued: .generationIssued
        case .closed: .deadlinePassed
        case .expired: .groupExpired
        case .deleted: .groupDeleted
        }
    }
}
