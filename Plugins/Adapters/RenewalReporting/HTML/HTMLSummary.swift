import RenewalCore
import RenewalDataverse

/// The figures at the top of the page.
struct HTMLSummary {
    private let fleet: Fleet
    private let time: TimeText

    init(_ fleet: Fleet, _ time: TimeText) {
        self.fleet = fleet
        self.time = time
    }

    private struct Tile {
        var figure: String
        var label: String
        var urgency: Urgency?

        /// A count of things that should be none, and how urgent it is where there are some; `nil` for things that may
        /// be there.
        init(_ count: Int, _ one: String, _ several: String, orElse urgency: Urgency?) {
            figure = "\(count)"
            label = count == 1 ? one : several
            self.urgency = urgency.map { count > 0 ? $0 : .good }
        }
    }

    func write(_ markup: inout Markup) {
        markup.element("section", ["aria-labelledby": "summary"]) { markup in
            markup.element("h2", ["id": "summary", "class": "hidden"], text: "Summary")
            markup.element("ul", ["class": "tiles"]) { markup in
                for tile in tiles {
                    markup.element("li", ["class": "tile \(tile.urgency.map { "\($0)" } ?? "plain")"]) { markup in
                        markup.element("span", ["class": "figure"], text: tile.figure)
                        markup.element("span", ["class": "caption"], text: tile.label)
                    }
                }
            }
            markup.element("p", ["class": "sentence"], text: sentence)
        }
    }

    private var tiles: [Tile] {
        let groups = fleet.summary.groups
        let machines = fleet.summary.machines
        let renewals = groups.count { $0.window != nil }
        let expired = groups.count { $0.phase == .expired }
        let awaited = machines.count { $0.mustComeOnline }
        let missed = groups.reduce(0) { $0 + $1.machines.keyExpired }
        let outdated = groups.reduce(0) { $0 + $1.machines.outdated }
        var tiles = [
            Tile(groups.count, "group", "groups", orElse: nil),
            Tile(renewals, "renewal open", "renewals open", orElse: .warning),
            Tile(awaited, "machine must come online", "machines must come online", orElse: .warning),
            Tile(outdated, "agent too old", "agents too old", orElse: .warning),
            Tile(missed, "machine must rejoin", "machines must rejoin", orElse: .critical),
            Tile(expired, "group expired", "groups expired", orElse: .critical),
        ]
        if let stale = fleet.summary.connections?.count(where: { $0.state == .stale }) {
            tiles.append(Tile(stale, "connection must be used", "connections must be used", orElse: .warning))
        }
        return tiles
    }

    /// What comes next.
    private var sentence: String {
        let windows = fleet.summary.groups.compactMap { group in group.window.map { (group, $0.end) } }
        let starts = fleet.summary.groups.compactMap { group in
            group.phase == .stable ? group.renewalStart.map { (group, $0) } : nil
        }
        if let (group, end) = windows.min(by: { $0.1 < $1.1 }) {
            return "The next window to close is that of \(group.title): \(time.minute(end)), \(time.words(end))."
        }
        if let (group, start) = starts.min(by: { $0.1 < $1.1 }) {
            return
                "No renewal is open. The next starts for \(group.title): \(time.minute(start)), \(time.words(start))."
        }
        return "No renewal is open."
    }
}
