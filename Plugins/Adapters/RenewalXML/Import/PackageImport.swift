public import FoundationEssentials
public import RenewalCore
import RenewalDataverse

/// Takes the groups, machines and connections of a package over into a store.
///
/// A package says less than a store knows: no certificates, no keys, no credentials. A group that has a certificate in
/// the store is left as it is, with all its rows. What is new arrives as *imported* (Rule I1): it can be shown and
/// reported on, machines have to rejoin, credentials have to be entered again.
///
/// ```swift
/// let package = try DataPackage(contentsOf: "fleet.zip")
/// let report = try await PackageImport(at: clock.now(), by: .app("alice"), crypto: crypto).run(package, into: storage)
/// for entry in report.entries where entry.outcome == .refused { print(entry) }
/// ```
public struct PackageImport: Sendable {
    /// The instant that history and notifications carry.
    public var instant: Instant
    /// Who does it (Rule Z7).
    public var principal: Principal
    /// Makes the hashes of the history.
    public var crypto: any VerifyingCrypto
    /// Who is told of the changes (Rule N1).
    public var subscriptions: [Subscription]
    /// Makes the ids of notifications.
    public var makeID: @Sendable () -> UUID

    /// An import by `principal` at that instant.
    ///
    /// - Parameters:
    ///   - instant: the instant that history and notifications carry.
    ///   - principal: who does it.
    ///   - crypto: makes the hashes of the history; the one that the store's coordinators use.
    ///   - subscriptions: who is told; those that the store's coordinators have.
    ///   - makeID: makes the ids of notifications.
    public init(
        at instant: Instant, by principal: Principal, crypto: any VerifyingCrypto, subscriptions: [Subscription] = [],
        makeID: @escaping @Sendable () -> UUID = { MachineID.random().uuid }
    ) {
        self.instant = instant
        self.principal = principal
        self.crypto = crypto
        self.subscriptions = subscriptions
        self.makeID = makeID
    }

    /// Reads the whole package first, and then writes group by group, each in one transaction: all of a group's rows or,
    /// where one of them is refused, none. Nothing is ever removed.
    ///
    /// Where it ends early the groups so far are stored; repeating it goes on. Repeating a whole import changes nothing.
    ///
    /// - Parameters:
    ///   - package: the package.
    ///   - storage: the store.
    ///   - progress: is told after every group how many are done, of how many.
    /// - Returns: what was new, changed, ignored and refused, and why.
    /// - Throws: ``PackageError`` where the package is none, nothing being stored; `CancellationError`; what the store
    ///   throws.
    /// - Complexity: memory in proportion to the rows of our tables.
    public func run(
        _ package: DataPackage, into storage: some Storage, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> ImportReport {
        let plan = try ImportPlan(package)
        var report = plan.report
        for (index, work) in plan.groups.enumerated() {
            try Task.checkCancellation()
            report.merge(try await store(work, plan.report.timestamp, in: storage))
            progress(index + 1, plan.groups.count)
        }
        return report
    }

    private func store(
        _ work: GroupWork, _ timestamp: PackageTimestamp?, in storage: some Storage
    ) async throws -> GroupOutcome {
        guard !work.isRefused else { return work.outcomeOfRefusal }
        let request = TransactionRequest(
            groups: [work.id],
            reads: [.group(work.id), .lastHistory(work.id)] + work.machines.map { .machine(MachineID($0.id)) }
                + work.connections.map { .connection(ConnectionID($0.id)) })
        return try await storage.transact(request) { rows in
            var decision = ImportDecision(work, rows, environment: self)
            try decision.decide()
            return try decision.result(timestamp)
        }
    }
}
