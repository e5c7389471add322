public import RenewalCore

/// Groups, machines and connections as of an instant, each in order of name, then id, by code point.
public struct FleetSummary: Hashable, Sendable {
    /// The groups.
    public let groups: [GroupSummary]
    /// The machines.
    public let machines: [MachineSummary]
    /// The connections; `nil` where the source does not hold any.
    public let connections: [ConnectionFacts]?

    /// A fleet of these summaries, in any order.
    ///
    /// Complexity: O(n log n) in the rows.
    public init(
        groups: consuming [GroupSummary], machines: consuming [MachineSummary],
        connections: consuming [ConnectionFacts]? = nil
    ) {
        groups.order { Self.precedes(($0.name, $0.id), ($1.name, $1.id)) }
        machines.order { Self.precedes(($0.facts.name, $0.facts.id), ($1.facts.name, $1.facts.id)) }
        connections?.order { Self.precedes(($0.name, $0.id), ($1.name, $1.id)) }
        self.groups = groups
        self.machines = machines
        self.connections = connections
    }

    /// Derives the fleet of an export.
    ///
    /// Complexity: O(n log n) in the rows.
    public init(_ export: WebAPIExport, at now: Instant) {
        var collector = FleetCollector()
        for row in export.groups { collector.add(row) }
        for row in export.machines { collector.add(row) }
        self = collector.fleet(at: now)
    }

    /// Derives a fleet from what its rows say.
    ///
    /// Complexity: O(n log n) in the rows.
    public init(groups: [GroupFacts], machines: [MachineFacts], at now: Instant) {
        var collector = FleetCollector()
        for group in groups { collector.add(group) }
        for machine in machines { collector.add(machine) }
        self = collector.fleet(at: now)
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

extension Array {
    /// Sorts in place. `sort` would take room for half of the elements more; this takes that of their indices.
    mutating func order(by precedes: (Element, Element) -> Bool) {
        var sources = Array<Int>(indices)
        sources.sort { precedes(self[$0], self[$1]) }
        for start in sources.indices {
            var place = start
            // Around the cycle: each place gets the element of its source, which then holds that of the start.
            while sources[place] != place {
                let source = sources[place]
                sources[place] = place
                if source == start { break }
                swapAt(place, source)
                place = source
            }
        }
    }
}
