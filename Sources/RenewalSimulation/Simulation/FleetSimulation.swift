internal import FoundationEssentials

/// A fleet that lives on a virtual clock: the real coordinator and real agents, one call at a time, in an order that
/// follows from the seed alone.
///
/// There is no second copy of any rule in it. Coordinators sweep, machines check in when they are due and online, and
/// people do what the list of actions says; what comes of that, the coordinator's rules and the agents decide. The same
/// seed, rows and actions give the same rows and events, byte for byte.
///
/// ```swift
/// let fleet = FleetSimulation(startingAt: start, seed: 7)
/// fleet.schedule(actions)
/// try await fleet.run(until: start.adding(days: 400))
/// for event in fleet.events { print(event) }
/// ```
///
/// A check-in of which nothing came would come to nothing again until the group's row or the machine changes. Such
/// check-ins are counted and jumped over, so that years pass quickly; the last one before the end of a run is played,
/// so that the rows tell when each machine was last seen.
///
/// Not for several tasks at once.
public final class FleetSimulation {
    /// The virtual clock. Move it by ``run(until:)`` alone.
    public let clock: ManualClock
    /// Where the rows are.
    public let storage: any Storage
    /// The coordinator, for whoever wants to ask it something between two runs.
    public let coordinator: RenewalCoordinator
    /// What has happened, in the order in which it was seen.
    public internal(set) var events: [ForecastEvent] = []
    /// How much was played.
    public internal(set) var statistics = SimulationStatistics()
    /// The actions that the rules refused, with the refusals.
    public internal(set) var refusals: [(action: ScheduledAction, error: RenewalError)] = []

    let setup: Setup
    let crypto: any GroupCrypto
    let passwordKeys = PasswordKeyCache()
    let start: Instant
    var generator: SeededGenerator
    var groups: [SimulatedGroup] = []
    var groupPlaces: [GroupID: Int] = [:]
    var machines: [SimulatedMachine] = []
    var machinePlaces: [MachineID: Int] = [:]
    var actions: [ScheduledAction] = []
    var nextAction = 0
    var queue = EventQueue()
    var present: EventQueue.Moment
    /// The last sweep made.
    var lastSweep: Instant?
    /// Whether an early end of an overlap is among the actions that are to come.
    var hasRetirements = false
    /// The start of the present run.
    var runStart: Instant
    /// The end of the present run, before which idle machines play their last check-in; `nil` where they need not.
    var end: Instant?

    /// A simulation of no groups yet.
    ///
    /// - Parameters:
    ///   - start: the instant that the clock shows first. Coordinators sweep then, and every pick-up interval after.
    ///   - seed: what all ids, keys and passwords follow from.
    ///   - setup: what it stands on.
    public init(startingAt start: Instant, seed: UInt64, on setup: Setup = Setup()) {
        self.start = start
        runStart = start
        self.setup = setup
        clock = ManualClock(at: start)
        storage = setup.storage
        crypto = setup.crypto ?? InsecureCrypto(seed: seed)
        generator = SeededGenerator(seed: seed)
        let ids = SeededIDs(seed: seed &+ 1)
        coordinator = RenewalCoordinator(
            storage: setup.storage, crypto: crypto, clock: clock, subscriptions: setup.subscriptions,
            configuration: setup.configuration, makeID: { ids.next() })
        present = EventQueue.Moment(instant: start, rank: .turn)
    }

    /// Adds actions to those that are still to come. One whose instant has passed is done at once when the run goes on.
    public func schedule(_ added: [ScheduledAction]) {
        var waiting = Array(actions[nextAction...]) + added
        // Stable: of those at one instant, the first given comes first.
        let order = waiting.indices.sorted { (waiting[$0].instant, $0) < (waiting[$1].instant, $1) }
        waiting = order.map { waiting[$0] }
        actions = waiting
        nextAction = 0
        for action in added {
            queue.push(.action, at: EventQueue.Moment(instant: max(action.instant, present.instant), rank: .action))
        }
    }

    /// A group's present password, as the people know it who look after the fleet; `nil` for a group that is not there.
    package func password(of id: GroupID) -> Password? { groupPlaces[id].map { groups[$0].password } }

    /// Everything that the store holds of the groups, their rows in the order of their ids.
    public func rows() async throws -> Rows { try await Rows(everythingIn: storage) }
}

extension FleetSimulation {
    /// What a simulation stands on; the defaults are memory and the insecure double.
    public struct Setup: Sendable {
        /// Where the rows are kept.
        public var storage: any Storage
        /// What handles keys; `nil` for the insecure double with the simulation's seed.
        public var crypto: (any GroupCrypto)?
        /// Gives each machine its vault.
        public var makeVault: @Sendable (MachineID) -> any KeyVault
        /// Who is told of changes.
        public var subscriptions: [Subscription]
        /// The coordinator's limits.
        public var configuration: RenewalCoordinator.Configuration
        /// Whether check-ins of which nothing can come are jumped over.
        public var jumpsIdleCheckIns: Bool

        /// A setup of these.
        public init(
            storage: any Storage = InMemoryStorage(), crypto: (any GroupCrypto)? = nil,
            makeVault: @escaping @Sendable (MachineID) -> any KeyVault = { _ in InMemoryKeyVault() },
            subscriptions: [Subscription] = [],
            configuration: RenewalCoordinator.Configuration = RenewalCoordinator.Configuration(),
            jumpsIdleCheckIns: Bool = true
        ) {
            self.storage = storage
            self.crypto = crypto
            self.makeVault = makeVault
            self.subscriptions = subscriptions
            self.configuration = configuration
            self.jumpsIdleCheckIns = jumpsIdleCheckIns
        }
    }
}
