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
            Tile(figure: "\(groups.count)", label: groups.count == 1 ? "group" : "groups"),
            Tile(
                figure: "\(renewals)", label: renewals == 1 ? "renewal open" : "renewals open",
                urgency: renewals > 0 ? .warning : .good),
            Tile(
                figure: "\(awaited)", label: awaited == 1 ? "machine must come online" : "machines must come online",
                urgency: awaited > 0 ? .warning : .good),
            Tile(
                figure: "\(outdated)", label: outdated == 1 ? "agent too old" : "agents too old",
                urgency: outdated > 0 ? .warning : .good),
            Tile(
                figure: "\(missed)", label: missed == 1 ? "machine must rejoin" : "machines must rejoin",
                urgency: missed > 0 ? .critical : .good),
            Tile(
                figure: "\(expired)", label: expired == 1 ? "group expired" : "groups expired",
                urgency: expired > 0 ? .critical : .good),
        ]
        if let stale = fleet.summary.connections?.count(where: { $0.state == .stale }) {
            tiles.append(
                Tile(
                    figure: "\(stale)", label: stale == 1 ? "connection must be used" : "connections must be used",
                    urgency: stale > 0 ? .warning : .good))
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
            return "The next window to close is that of \(title(group)): \(time.minute(end)), \(time.words(end))."
        }
        if let (group, start) = starts.min(by: { $0.1 < $1.1 }) {
            return
                "No renewal is open. The next starts for \(title(group)): \(time.minute(start)), \(time.words(start))."
        }
        return "No renewal is open."
    }

    private func title(_ group: GroupSummary) -> String { group.name.map(\.printable) ?? group.id.description }
}
