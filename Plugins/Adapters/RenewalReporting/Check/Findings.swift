import RenewalCore
import RenewalDataverse

/// What a check finds in a fleet.
struct Findings {
    private(set) var critical: [String] = []
    private(set) var warning: [String] = []
    private(set) var figures: [Check.Figure] = []
    private(set) var calm = ""

    init(_ fleet: Fleet, warningDays: Int, criticalDays: Int) {
        let (groups, machines, now) = (fleet.summary.groups, fleet.summary.machines, fleet.now)
        let awaited = Self.counts(machines) { $0.mustComeOnline }
        let outdated = Self.counts(machines) { $0.facts.isOutdated == true }

        let expired = groups.filter { $0.phase == .expired }
        if !expired.isEmpty { critical.append("\(Self.count(expired.count, "group")) expired: \(Self.names(expired))") }
        let missed = machines.count { $0.facts.status == .keyExpired }
        if missed > 0 { critical.append("\(Self.count(missed, "machine")) missed a renewal") }

        var deadlines: [Int64] = []
        var tooOld = 0
        for group in groups {
            let late = awaited[group.id] ?? 0
            if let window = group.window, late > 0 {
                let days = Self.daysBegun(until: window.end, from: now)
                deadlines.append(days)
                let text =
                    "\(Self.name(group)) closes within \(Self.count(Int(days), "day")), "
                    + "\(Self.count(late, "machine")) not updated"
                if window.end <= now.adding(days: criticalDays) {
                    critical.append(text)
                } else if window.end <= now.adding(days: warningDays) {
                    warning.append(text)
                }
            }
            let isNear =
                group.window != nil
                || group.phase != .expired && group.renewalStart.map { $0 <= now.adding(days: warningDays) } ?? false
            if isNear { tooOld += outdated[group.id] ?? 0 }
        }
        if tooOld > 0 { warning.append("\(Self.count(tooOld, "agent")) too old for a renewal that is open or near") }
        let stale = Self.staleInOpenWindows(fleet)
        if stale > 0 { warning.append("\(Self.count(stale, "connection")) to be used before a deadline") }

        calm = groups.isEmpty ? "no groups" : "\(Self.count(groups.count, "group")), nothing to do"
        figures = [
            .init(name: "groups", value: Int64(groups.count), warning: "", critical: ""),
            .init(name: "groups_expired", value: Int64(expired.count), warning: "", critical: "0"),
            .init(name: "machines", value: Int64(machines.count), warning: "", critical: ""),
            .init(name: "machines_missed", value: Int64(missed), warning: "", critical: "0"),
            .init(
                name: "machines_awaited", value: Int64(awaited.values.reduce(0, +)), warning: "",
                critical: ""),
            .init(name: "agents_too_old", value: Int64(tooOld), warning: "0", critical: ""),
        ]
        if fleet.holdsConnections {
            figures.append(.init(name: "connections_stale", value: Int64(stale), warning: "0", critical: ""))
        }
        if let next = deadlines.min() {
            figures.append(
                .init(
                    name: "days_left", value: next, warning: "\(warningDays + 1):", critical: "\(criticalDays + 1):"))
        }
    }

    /// Days with the one that has begun: "within 7 days" exactly where the window closes within 7 days, and the
    /// figure lies in the range that its state has.
    private static func daysBegun(until end: Instant, from now: Instant) -> Int64 {
        let seconds = max(0, end.seconds(since: now))
        return seconds / 86_400 + (seconds % 86_400 > 0 ? 1 : 0)
    }

    /// How many machines of each group are so.
    private static func counts(
        _ machines: [MachineSummary], where isCounted: (MachineSummary) -> Bool
    ) -> [GroupID?: Int] {
        machines.reduce(into: [:]) { counts, machine in
            if isCounted(machine) { counts[machine.facts.group, default: 0] += 1 }
        }
    }

    private static func staleInOpenWindows(_ fleet: Fleet) -> Int {
        let openGroups = Set(fleet.summary.groups.filter { $0.window != nil }.map(\.id))
        return (fleet.summary.connections ?? []).count { connection in
            connection.state == .stale && connection.group.map(openGroups.contains) == true
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private static func name(_ group: GroupSummary) -> String { group.name.map(\.printable) ?? group.id.description }

    private static func names(_ groups: [GroupSummary]) -> String {
        let shown = groups.prefix(3).map(name).joined(separator: ", ")
        return groups.count > 3 ? "\(shown) and \(groups.count - 3) more" : shown
    }
}
