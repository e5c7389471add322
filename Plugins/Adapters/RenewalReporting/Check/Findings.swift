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

        let endings = groups.compactMap { group in
            Ending(of: group, in: fleet, awaited: awaited[group.id] ?? 0)
        }.sorted { $0.instant < $1.instant }
        let (soon, later) = (now.adding(days: criticalDays), now.adding(days: warningDays))
        critical += Self.reasons(endings.filter { $0.instant <= soon }, from: now)
        let near = endings.filter { $0.instant > soon && ($0.instant <= later || $0.isOverdue) }
        warning += Self.reasons(near, from: now)

        let tooOld = groups.reduce(0) { count, group in
            let isNear =
                group.window != nil
                || group.phase != .expired && group.renewalStart.map { $0 <= later } ?? false
            return count + (isNear ? outdated[group.id] ?? 0 : 0)
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
        if let next = endings.first {
            figures.append(
                .init(
                    name: "days_left", value: next.daysBegun(from: now), warning: "\(warningDays + 1):",
                    critical: "\(criticalDays + 1):"))
        }
    }

    /// At most three, and how many more: a monitoring system cuts a long line off.
    private static func reasons(_ endings: [Ending], from now: Instant) -> [String] {
        let shown = endings.prefix(3).map { ending in
            let days = count(Int(ending.daysBegun(from: now)), "day")
            return ending.isOverdue
                ? "\(ending.group.title) expires within \(days) and no coordinator opened its renewal"
                : "\(ending.group.title) closes within \(days), \(count(ending.awaited, "machine")) not updated"
        }
        let rest = endings.count - shown.count
        return rest > 0 ? shown + ["\(count(rest, "more group")) likewise"] : shown
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

    private static func names(_ groups: [GroupSummary]) -> String {
        let shown = groups.prefix(3).map(\.title).joined(separator: ", ")
        return groups.count > 3 ? "\(shown) and \(groups.count - 3) more" : shown
    }
}

/// A window that closes with machines that are not updated, or a certificate whose renewal nobody opened.
private struct Ending {
    let group: GroupSummary
    let instant: Instant
    let awaited: Int
    /// Whether no window is open though the start of the renewal has passed (Rule S4).
    let isOverdue: Bool

    /// `nil` where nothing ends that somebody should know of.
    init?(of group: GroupSummary, in fleet: Fleet, awaited: Int) {
        self.group = group
        self.awaited = awaited
        if let window = group.window {
            guard awaited > 0 else { return nil }
            (instant, isOverdue) = (window.end, false)
            return
        }
        // Of other sources a group is taken to renew from its start on; a store says whether it does. Once a day
        // somebody looks.
        guard fleet.source == .fileStore, group.phase == .stable, let start = group.renewalStart,
            let expiry = group.expiry, start.adding(seconds: RenewalSchedule.pickUpSeconds) <= fleet.now
        else { return nil }
        (instant, isOverdue) = (expiry, true)
    }

    /// Days with the one that has begun: so "within 7 days" exactly where it ends within 7 days, and the figure of a
    /// window lies in the range that its state has. One that nobody opened warns before that.
    func daysBegun(from now: Instant) -> Int64 {
        let seconds = max(0, instant.seconds(since: now))
        return seconds / 86_400 + (seconds % 86_400 > 0 ? 1 : 0)
    }
}
