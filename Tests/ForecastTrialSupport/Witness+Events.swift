import RenewalSimulation

extension Witness {
    /// What a history entry says.
    func event(_ entry: HistoryEntry, among history: [HistoryEntry], _ names: TrialNames) -> ForecastEvent? {
        guard let name = names.groups[entry.group] else { return nil }
        var event = ForecastEvent(
            instant: entry.at, kind: .renewalOpens, group: entry.group, groupName: name, rule: entry.rule)
        switch entry.action {
        case "renewalOpened":
            event.reason = entry.reason.split(separator: " ").last.flatMap {
                ForecastEvent.Reason(rawValue: String($0))
            }
        case "certificateIssued", "certificateInstalled", "machineRejoined":
            event.kind = entry.action == "certificateIssued" ? .certificateIssued : .machineUpdated
            event.machine = MachineID(entry.subject)
            event.machineName = event.machine.flatMap { names.machines[$0] }
        case "overlapClosed":
            event.kind = .renewalCloses
            if history.contains(where: { $0.action == "retiredEarly" && $0.at == entry.at }) {
                event.reason = .retiredEarly
            }
        case "groupExpired":
            event.kind = .groupExpires
        default:
            return nil
        }
        return event
    }

    /// What a notification says.
    func event(_ told: RenewalEvent, _ names: TrialNames, expired: Set<GroupExpiry>) -> ForecastEvent? {
        guard case .change(let change) = told.content, change.change == .modified, change.table != .group,
            let name = names.groups[change.group]
        else { return nil }
        let isExpiry = expired.contains(GroupExpiry(group: change.group, at: told.at))
        var event = ForecastEvent(
            instant: told.at, kind: .machineMissed, group: change.group, groupName: name,
            rule: isExpiry ? "K3" : "K2")
        for column in change.columns where column.new == .integer(3) {
            if column.column == "keydeliverystatus" {
                event.machine = MachineID(change.row)
                event.machineName = event.machine.flatMap { names.machines[$0] }
                return event
            }
            if column.column == "renewal_state", column.old != .integer(4) {
                event.kind = .connectionExpires
                event.connection = ConnectionID(change.row)
                event.connectionName = event.connection.flatMap { names.connections[$0] }
                event.rule = isExpiry ? "K3" : "C4"
                event.reason = isExpiry ? .groupExpired : .notUsed
                return event
            }
        }
        return nil
    }
}

/// That a group expired, and when (Rule K3).
struct GroupExpiry: Hashable {
    var group: GroupID
    var at: Instant
}
