/// What the rules say will happen to a fleet: which renewals open and close, who issues and who updates, which machines
/// will miss it, which connections expire.
///
/// It plays the real coordinator, agents and rules on a virtual clock (``FleetSimulation``), from the rows as they are
/// in the middle of anything: an open renewal, an overlap, a request that waits, machines that are behind.
///
/// ```swift
/// let forecast = Forecast(of: storage, options: Forecast.Options(start: clock.now()))
/// for event in try await forecast.events() { print(event) }
/// ```
///
/// The rows do not say everything, so a forecast assumes:
///
/// - Machines are online as ``Options/presence`` says, always where it does not. Each checks in when it is due after
///   its last heartbeat (Rule S7), and as soon as it is online where that is past.
/// - Machines hold the keys that their rows say, in an overlap the previous generation too, and are between runs. A
///   delivery that was doubted is good.
/// - Coordinators sweep at the start and every ``Options/pickUpInterval`` after it (Rule S4).
/// - Nobody does anything but what ``Options/actions`` says: connections are not used, passwords and policies stay.
/// - Agents stay as old as they are; a row without a version is taken for one of 2.23.
public struct Forecast: Sendable {
    private let source: Source
    private let options: Options

    private enum Source: Sendable {
        case groups([MachineGroup], rows: @Sendable (MachineGroup) throws -> Rows)
        case storage(any Storage)
    }

    /// A forecast from rows that are at hand; their history is not needed.
    ///
    /// Rows that came without keys will do, as those of the Dataverse tables do: a machine without membership holds
    /// what its status says, a connection without copies has those that its state says, and
    /// `UsableGeneration.withoutKeys` is a certificate of which only the
    /// dates are known. Of a retired generation nothing need be known.
    public init(of rows: Rows, options: Options) {
        // By their places: no second copy of all machines.
        let machines = Dictionary(grouping: rows.machines.indices) { rows.machines[$0].group }
        let connections = Dictionary(grouping: rows.connections, by: \.group)
        let certificates = Dictionary(grouping: rows.certificates, by: \.group)
        self.init(of: rows.groups, options: options) { group in
            Rows(
                groups: [group], machines: (machines[group.id] ?? []).map { rows.machines[$0] },
                connections: connections[group.id] ?? [], certificates: certificates[group.id] ?? [])
        }
    }

    /// A forecast from rows that are made when they are needed, one group after the other, so that those of one group
    /// alone are in memory.
    ///
    /// - Parameters:
    ///   - groups: the groups, in any order.
    ///   - options: what is asked.
    ///   - rows: gives the rows of a group: itself, its machines, connections and certificates, without keys or with
    ///     them. What it throws, ``events(progress:)`` throws.
    public init(
        of groups: [MachineGroup], options: Options, rows: @escaping @Sendable (MachineGroup) throws -> Rows
    ) {
        source = .groups(groups, rows: rows)
        self.options = options
    }

    /// A forecast from what a store holds when ``events(progress:)`` is called, of one instant and group by group.
    public init(of storage: some Storage, options: Options) {
        source = .storage(storage)
        self.options = options
    }

    /// What will happen, in order.
    ///
    /// - Parameter progress: is given the number of events that were found, now and then.
    /// - Complexity: follows the machines and what happens to them, not the days; one group is in memory at a time.
    /// - Throws: `RenewalError`: `policyOutOfBounds` for periods outside of Rule S2; `issueTermsRejected` for a
    ///   certificate whose dates no machine takes. The store's errors; `CancellationError`.
    public func events(progress: @Sendable (Int) -> Void = { _ in }) async throws -> [ForecastEvent] {
        var events: [ForecastEvent] = []
        switch source {
        case .groups(let groups, let rows):
            for group in groups where isWanted(group) {
                let found = events.count
                events += try await self.events(of: group, rows(group)) { progress(found + $0) }
            }
        case .storage(let storage):
            events = try await storage.withSnapshot { try await self.events(in: $0, progress) }
        }
        // In place: there may be several for each machine.
        events.sort()
        return events
    }

    private func events(
        in snapshot: any StorageSnapshot, _ progress: @Sendable (Int) -> Void
    ) async throws -> [ForecastEvent] {
        var events: [ForecastEvent] = []
        var last: GroupID?
        repeat {
            let page = try await snapshot.read([.groups(after: last, limit: 100)]).groups
            for group in page where isWanted(group) {
                let found = events.count
                events += try await self.events(of: group, Rows(of: group, in: snapshot)) { progress(found + $0) }
            }
            last = page.count == 100 ? page.last?.id : nil
        } while last != nil
        return events
    }

    private func isWanted(_ group: MachineGroup) -> Bool { options.groups?.contains(group.id) ?? true }
}

extension Forecast {
    /// One group's own life; groups do not touch each other.
    private func events(
        of group: MachineGroup, _ rows: Rows, _ progress: @Sendable (Int) -> Void
    ) async throws -> [ForecastEvent] {
        try Task.checkCancellation()
        let configuration = RenewalCoordinator.Configuration(pickUpInterval: options.pickUpInterval)
        let fleet = FleetSimulation(
            startingAt: options.start, seed: 0, on: FleetSimulation.Setup(configuration: configuration))
        try await fleet.load(rows, presence: options.presence)
        if let policy = try options.policy(for: group) {
            fleet.schedule([ScheduledAction(at: options.start, .command(.setPolicy(group.id, policy)))])
        }
        let cast = ForecastCast(of: group.id, rows, options.actions)
        fleet.schedule(options.actions.filter { cast.isConcerned(by: $0.action) })
        // What holds before the end may be written up to a pick-up interval after it.
        let end = options.end?.adding(seconds: options.pickUpInterval) ?? .distantFuture
        var (looked, isOver) = (0, false)
        try await fleet.run(before: end, keepingHeartbeats: false) {
            progress(fleet.events.count)
            guard options.end == nil else { return false }
            for event in fleet.events[looked...] where event.instant >= options.start && event.kind.endsRenewal {
                isOver = true
            }
            looked = fleet.events.count
            return isOver
        }
        return options.selected(fleet.events.sorted())
    }
}

extension Forecast.Options {
    /// The events of one group that are asked for.
    fileprivate func selected(_ events: [ForecastEvent]) -> [ForecastEvent] {
        let told = events.filter { event in event.instant >= start && end.map { event.instant < $0 } ?? true }
        guard end == nil, let last = told.firstIndex(where: \.kind.endsRenewal) else { return told }
        return Array(told[...last])
    }

    /// The policy that a group is given at the start, if that is another one than its own.
    fileprivate func policy(for group: MachineGroup) throws -> RenewalPolicy? {
        guard validityMinutes != nil || graceMinutes != nil else { return nil }
        do {
            return try RenewalPolicy(
                validityMinutes: validityMinutes ?? group.policy.validityMinutes,
                graceMinutes: graceMinutes ?? group.policy.graceMinutes)
        } catch let error as RenewalError {
            // The one period may not fit the other one, which is the group's own.
            var error = error
            error.message = "group \(group.name): \(error.message)"
            throw error
        }
    }
}

extension ForecastEvent.Kind {
    fileprivate var endsRenewal: Bool { self == .renewalCloses || self == .groupExpires }
}
