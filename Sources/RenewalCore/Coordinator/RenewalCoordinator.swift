public import FoundationEssentials

/// Keeps the rows of machine groups and applies the renewal rules over a store. It holds no private key, no password
/// and no plain credential.
///
/// Any number of coordinators may share a store. Machines reach one through ``MachineService``, apps through
/// ``RenewalAdministration``; only the first is meant to be offered to a network (Rule Z7).
///
/// ```swift
/// let coordinator = RenewalCoordinator(storage: .inMemory, crypto: StandardCrypto(), clock: .system)
/// let group = try await coordinator.createGroup(named: "Finance", by: .app("alice"))
/// ```
public final class RenewalCoordinator: Sendable {
    /// The store.
    public let storage: any Storage
    let crypto: any VerifyingCrypto
    let clock: any WallClock
    let time: TimeKeeper
    let subscriptions: [Subscription]
    let configuration: Configuration
    let makeID: @Sendable () -> UUID

    /// A coordinator over these.
    ///
    /// - Parameters:
    ///   - storage: where the rows are.
    ///   - crypto: verifies what machines send.
    ///   - clock: decides what time it is (Rule T1), checked as Rule T3 says.
    ///   - subscriptions: who is told of changes; the same in all coordinators that share the store.
    ///   - configuration: limits, with the rules' own as defaults.
    ///   - makeID: new ids, for groups and notifications; a seeded one makes runs repeatable.
    public init(
        storage: some Storage, crypto: some VerifyingCrypto, clock: some WallClock,
        subscriptions: [Subscription] = [], configuration: Configuration = Configuration(),
        makeID: @escaping @Sendable () -> UUID = { .random() }
    ) {
        self.storage = storage
        self.crypto = crypto
        self.clock = clock
        self.subscriptions = subscriptions
        self.configuration = configuration
        self.makeID = makeID
        time = TimeKeeper(clock: clock, storage: storage, configuration: configuration)
    }
}
