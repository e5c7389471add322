// What a plan sees of work that is not stored (Rule P6).
extension Work {
    /// What would be recorded, for a plan (Rule P6).
    var plannedSteps: [PlannedStep] {
        changes.compactMap { change in
            guard case .appendHistory(let entry) = change, entry.group == group.id,
                let action = HistoryAction(rawValue: entry.action)
            else {
                return nil
            }
            return PlannedStep(at: entry.at, action: action, rule: entry.rule, reason: entry.reason)
        }
    }

    /// The machine's row as it would be stored; `nil` where it would be gone, and a new one is not asked for.
    func planned(_ machine: Machine) -> Machine? {
        changes.reduce(machine) { row, change in
            switch change {
            case .updateMachine(let changed) where changed.id == machine.id: changed
            case .removeMachine(machine.id): nil
            default: row
            }
        }
    }

    /// The connection's row as it would be stored; `nil` where it would be gone or in another group.
    func planned(_ connection: DesktopFlowConnection) -> DesktopFlowConnection? {
        changes.reduce(connection) { row, change in
            switch change {
            case .updateConnection(let changed) where changed.id == connection.id: changed
            case .removeConnection(connection.id): nil
            default: row
            }
        }
    }

    /// The connections that would come to the group: new ones and moved ones.
    var plannedArrivals: [DesktopFlowConnection] {
        changes.compactMap { change in
            switch change {
            case .insertConnection(let row): row
            case .updateConnection(let row) where rows.connection(row.id).map({ $0.group != row.group }) == true: row
            default: nil
            }
        }
    }
}
