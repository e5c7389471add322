import RenewalSimulation

/// In what circumstances machines missed renewals, pieced together from the notifications of the groups' and machines'
/// rows: what the phase was, who alone was to issue, whether there was a delivery, how old the agent was.
///
/// It is written from the text of the rules and calls none of the code that decides.
struct Circumstances {
    /// What a group was from an instant on.
    private struct Standing {
        var at: Instant
        var phase = "new"
        /// Before the issue the one machine that may issue, if any; in an overlap the one that did.
        var issuer: String?
        /// Whether only one machine was to issue, so that there is no delivery (Rule P5).
        var isWithoutDelivery = false
    }

    private var groups: [GroupID: [Standing]] = [:]
    /// The versions of each machine's agent, with the instants at which they were told.
    private var versions: [MachineID: [(at: Instant, version: String)]] = [:]

    /// - Parameter events: notifications, those of each row in their order (Rule N3).
    init(_ events: [RenewalEvent]) {
        for event in events {
            guard case .change(let change) = event.content, change.change != .deleted else { continue }
            switch change.table {
            case .group: note(change, at: event.at)
            case .machine:
                for column in change.columns where column.column == "agentversion" {
                    guard let machine = MachineID(change.row), case .text(let version) = column.new else { continue }
                    versions[machine, default: []].append((event.at, version))
                }
            default: continue
            }
        }
    }

    private mutating func note(_ change: ChangeEvent, at instant: Instant) {
        let before = groups[change.group]?.last
        var standing = before ?? Standing(at: instant)
        standing.at = instant
        for column in change.columns {
            if column.column == "renewal_phase", case .text(let phase) = column.new { standing.phase = phase }
            if column.column == "renewal_issuer" {
                standing.issuer = if case .text(let issuer) = column.new { issuer } else { nil }
            }
        }
        if standing.phase == "renewing" { standing.isWithoutDelivery = standing.issuer != nil }
        groups[change.group, default: []].append(standing)
    }

    /// Why a machine missed it; `nil` where nothing is known of it.
    func reason(of missed: ForecastEvent) -> ForecastEvent.Reason? {
        guard let machine = missed.machine, let standings = groups[missed.group] else { return nil }
        // At its end a renewal is seen as it was until then: a closing in its overlap, an expiry before any issue.
        let phases = missed.rule == "K2" ? ["overlap"] : ["stable", "renewing"]
        guard let standing = standings.last(where: { $0.at <= missed.instant && phases.contains($0.phase) }) else {
            return nil
        }
        switch standing.phase {
        case "stable": return .notSeen
        case "renewing" where standing.issuer == "\(machine)": break
        default: if standing.isWithoutDelivery { return .mustRejoin }
        }
        guard let version = versions[machine]?.last(where: { $0.at < missed.instant })?.version else { return nil }
        return Self.takesPart(version) ? .notSeen : .agentTooOld
    }

    /// Rule I7: 2.23 or newer, field by field, missing fields 0.
    static func takesPart(_ version: String) -> Bool {
        let fields = version.split(separator: ".").compactMap { Int($0) }
        let (major, minor) = (fields.first ?? 0, fields.count > 1 ? fields[1] : 0)
        return major > 2 || (major == 2 && minor >= 23)
    }
}
