public import RenewalCore
public import RenewalDataverse

/// What a source holds as of an instant: the groups chosen, with their machines and connections.
public struct Fleet: Sendable {
    /// The instant that everything is as of.
    public var now: Instant
    /// What it was read from.
    public var source: SourceKind
    /// Groups, machines and connections.
    public var summary: FleetSummary
    /// What a user should know of the source, a line each.
    public var notes: [String]
    /// Chosen names and ids that no group has.
    public var unknownGroups: [String]
    /// The store that it was read from, where it was one.
    var storage: (any Storage)?

    /// A fleet of these parts.
    public init(
        now: Instant, source: SourceKind, summary: FleetSummary, notes: [String] = [], unknownGroups: [String] = []
    ) {
        self.now = now
        self.source = source
        self.summary = summary
        self.notes = notes
        self.unknownGroups = unknownGroups
    }

    /// A fleet of nothing: its reports have columns and no rows.
    public static let empty = Fleet(
        now: .distantPast, source: .webAPI, summary: FleetSummary(groups: [], machines: [], connections: []))

    /// Whether the source holds connections at all.
    public var holdsConnections: Bool { summary.connections != nil }
}

/// Which machines of a source a report needs one by one.
public enum KeptMachines: Hashable, Sendable {
    /// Each.
    case all
    /// None: it needs to know only how many each group has.
    case none
    /// Each, unless the source is a file store, which can be asked for them later.
    case unlessStored
}

extension Fleet {
    /// Reads a source.
    ///
    /// - Parameters:
    ///   - path: a file store, a package, or Web API responses; told apart by what is in them.
    ///   - now: the instant as of which to derive.
    ///   - chosen: names or ids of groups; all where empty.
    ///   - machines: which machines are kept in ``summary``; the groups' counts are always of all.
    ///   - progress: is given the number of rows read, now and then.
    /// - Throws: ``ReportError``.
    public static func read(
        from path: String, at now: Instant, groups chosen: [String] = [], machines: KeptMachines = .all,
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> Fleet {
        let source = try SourceFinder.source(at: path)
        let keepsMachines = machines == .all || (machines == .unlessStored && source.storage == nil)
        var collector = FleetCollector(keepsMachines: keepsMachines)
        do {
            let notes = try await source.read(at: now, into: &collector, progress: progress)
            var fleet = Fleet(now: now, source: source.kind, summary: collector.takeFleet(at: now), notes: notes)
            fleet.storage = source.storage
            return chosen.isEmpty ? fleet : fleet.choosing(GroupChoice(chosen))
        } catch {
            throw ReportError(error)
        }
    }

    /// The fleet with these groups alone.
    func choosing(_ choice: GroupChoice) -> Fleet {
        let choice = choice.resolved(among: summary.groups)
        var fleet = self
        fleet.summary = FleetSummary(
            groups: summary.groups.filter { choice.includes($0.id) },
            machines: summary.machines.filter { choice.includes($0.facts.group) },
            connections: summary.connections?.filter { choice.includes($0.group) })
        fleet.unknownGroups = choice.unknown
        return fleet
    }
}

/// The groups that a user named.
struct GroupChoice {
    private var ids: Set<GroupID> = []
    private let names: [String]
    private(set) var unknown: [String] = []

    init(_ names: [String]) { self.names = names }

    /// With the ids that the names stand for. An id counts even where the source does not hold its group's row, as
    /// machines may refer to it.
    func resolved(among groups: [GroupSummary]) -> GroupChoice {
        var choice = self
        for name in names {
            let id = GroupID(name)
            let matching = groups.filter { $0.id == id || $0.name?.utf8.elementsEqual(name.utf8) == true }
            if matching.isEmpty { choice.unknown.append(name) }
            choice.ids.formUnion(matching.map(\.id))
            if let id { choice.ids.insert(id) }
        }
        return choice
    }

    func includes(_ group: GroupID?) -> Bool { group.map(ids.contains) ?? false }
}
