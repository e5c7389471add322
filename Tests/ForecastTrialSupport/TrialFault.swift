import RenewalSimulation

/// Something wrong that is put into a trial on purpose: one that does not report it could not fail.
package enum TrialFault: String, CaseIterable, Sendable {
    /// The forecast starts from certificates that are a second younger, so that deadlines are a second late.
    case lateDeadlines = "late-deadlines"
    /// Reasons why machines miss a renewal are mixed up in the forecast.
    case swappedReasons = "swapped-reasons"
    /// The forecast is not told of rejoins.
    case untoldRejoins = "untold-rejoins"
    /// The forecast is not told of updates of agents.
    case untoldUpdates = "untold-updates"
    /// The forecast is not told who leaves, who is removed, and which groups are deleted.
    case untoldDepartures = "untold-departures"
    /// The last event of the forecast is left out.
    case missingEnd = "missing-end"
    /// In life each machine sleeps through every hundredth check-in; for agents with loops of their own.
    case skippedCheckIns = "skipped-check-ins"
}

extension TrialFault {
    /// What the forecast is told of what will be done.
    func told(_ actions: [ScheduledAction]) -> [ScheduledAction] {
        actions.filter { scheduled in
            switch (self, scheduled.action) {
            case (.untoldRejoins, .rejoin), (.untoldUpdates, .updateAgent), (.untoldDepartures, .leave),
                (.untoldDepartures, .command(.removeMachine)), (.untoldDepartures, .command(.deleteGroup)):
                false
            default: true
            }
        }
    }

    /// The rows that the forecast starts from.
    func told(_ rows: Rows) -> Rows {
        guard self == .lateDeadlines else { return rows }
        var rows = rows
        for index in rows.groups.indices { rows.groups[index].phase = late(rows.groups[index].phase) }
        return rows
    }

    private func late(_ phase: GroupPhase) -> GroupPhase {
        switch phase {
        case .stable(let current): return .stable(current: late(current))
        case .renewing(let current, let opening): return .renewing(current: late(current), opening)
        case .overlap(let current, var overlap):
            overlap.previous = late(overlap.previous)
            overlap.deadline = overlap.deadline.adding(seconds: 1)
            return .overlap(current: late(current), overlap)
        case .new, .imported, .keyExpired, .deleted: return phase
        }
    }

    private func late(_ usable: UsableGeneration) -> UsableGeneration {
        var usable = usable
        usable.createdAt = usable.createdAt.adding(seconds: 1)
        return usable
    }

    /// What is taken for the forecast.
    func told(_ events: [ForecastEvent]) -> [ForecastEvent] {
        if self == .missingEnd { return Array(events.dropLast()) }
        guard self == .swappedReasons else { return events }
        return events.map { event in
            var event = event
            switch event.reason {
            case .agentTooOld: event.reason = .notSeen
            case .notSeen: event.reason = .agentTooOld
            default: break
            }
            return event
        }
    }
}
