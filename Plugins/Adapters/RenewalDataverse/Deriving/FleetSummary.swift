public import RenewalCore

/// Groups and machines as of an instant, each in order of name, then id, by code point.
public struct FleetSummary: Hashable, Sendable {
    /// The groups.
    public let groups: [GroupSummary]
    /// The machines.
    public let machines: [MachineSummary]

    /// Derives the fleet of an export.
    ///
    /// Complexity: O(n log n) in the rows.
    public init(_ export: WebAPIExport, at now: Instant) {
        var versions: [String: AgentVersion] = [:]
        self.init(
            groups: export.groups.map { GroupFacts($0) },
            machines: export.machines.map { MachineFacts($0, versions: &versions) }, at: now)
    }

    /// Derives a fleet from what its rows say.
    ///
    /// Complexity: O(n log n) in the rows.
    public init(groups: [GroupFacts], machines: [MachineFacts], at now: Instant) {
        var counts: [GroupID: MachineCounts] = [:]
        for machine in machines {
            guard let group = machine.group else { continue }
            counts[group, default: MachineCounts()].add(status: machine.status, isOutdated: machine.isOutdated)
        }
        let summaries = groups.map { GroupSummary($0, machines: counts[$0.id] ?? MachineCounts(), at: now) }
        let byID = Dictionary(summaries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.groups = summaries.sorted { Self.precedes(($0.name, $0.id), ($1.name, $1.id)) }
        self.machines =
            machines
            .map { machine in MachineSummary(machine, in: machine.group.flatMap { byID[$0] }, at: now) }
            .sorted { Self.precedes(($0.facts.name, $0.facts.id), ($1.facts.name, $1.facts.id)) }
    }

    /// The machines of a group that must come online before its window closes.
    ///
    /// Complexity: linear in the machines of the fleet.
    public func mustComeOnline(in group: GroupID) -> [MachineSummary] {
        machines.filter { $0.facts.group == group && $0.mustComeOnline }
    }

    // UTF-8 orders as code points do.
    private static func precedes<ID: Comparable>(_ lhs: (String?, ID), _ rhs: (String?, ID)) -> Bool {
        let (left, right) = (lhs.0 ?? "", rhs.0 ?? "")
        if left.utf8.elementsEqual(right.utf8) { return lhs.1 < rhs.1 }
        return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
