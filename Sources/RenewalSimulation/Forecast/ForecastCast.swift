/// Whom the forecast of one group is about: the group, its machines and its connections, with those that come to it by
/// what people will do.
struct ForecastCast {
    private let group: GroupID
    private let machines: Set<MachineID>
    private let connections: Set<ConnectionID>

    /// - Parameters:
    ///   - group: the group.
    ///   - rows: its machines and connections as they are.
    ///   - actions: what people will do, to any group.
    init(of group: GroupID, _ rows: Rows, _ actions: [ScheduledAction]) {
        self.group = group
        var machines = Set(rows.machines.map(\.id))
        var connections = Set(rows.connections.map(\.id))
        for action in actions {
            switch action.action {
            case .join(let new) where new.group == group: machines.insert(new.id)
            case .enterCredentials(let id, group, _): connections.insert(id)
            case .command(.createConnection(let new)) where new.group == group: connections.insert(new.id)
            default: continue
            }
        }
        (self.machines, self.connections) = (machines, connections)
    }

    /// Whether the action is about one of them.
    func isConcerned(by action: FleetAction) -> Bool {
        switch action {
        case .join(let new): new.group == group
        case .rejoin(let id), .leave(let id), .updateAgent(let id, _), .regeneratePassword(let id):
            machines.contains(id)
        case .use(let id): connections.contains(id)
        case .enterCredentials(_, let target, _): target == group
        case .command(let command): isConcerned(by: command)
        }
    }

    private func isConcerned(by command: AdministrativeCommand) -> Bool {
        switch command {
        case .createGroup, .confirmTime: false
        case .deleteGroup(let id), .setPolicy(let id, _), .renewNow(let id, _), .retireEarly(let id, _): id == group
        case .removeMachine(let id): machines.contains(id)
        case .createConnection(let new): new.group == group
        case .editConnection(let edit): connections.contains(edit.id)
        case .deleteConnection(let id), .moveConnection(let id, _): connections.contains(id)
        }
    }
}
