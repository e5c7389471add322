public import RenewalCore
public import Testing

/// The contract of ``/RenewalCore/Storage`` as checks that every store passes.
///
/// ```swift
/// @Test func `my store keeps the contract`() async throws {
///     await StorageConformance.check { try await MyStore(path: temporaryPath()) }
/// }
/// ```
public enum StorageConformance {
    /// Runs every check on a store of its own and records each violation as an issue of the test that runs.
    ///
    /// - Parameters:
    ///   - seed: of all that is random; it is in the messages.
    ///   - sourceLocation: where issues are recorded: where this is called.
    ///   - another: gives a second store over the same rows: another connection to the file or database, as another
    ///     process would have it. Then the checks run across both, and what was written must be found by the other.
    ///     Leave it out for a store that lives in one object.
    ///   - makeStorage: makes a new, empty store.
    public static func check(
        seed: UInt64 = 1, sourceLocation: SourceLocation = #_sourceLocation,
        another: (@Sendable (any Storage) async throws -> any Storage)? = nil,
        makeStorage: @Sendable () async throws -> any Storage
    ) async {
        await suite.record(at: sourceLocation) {
            StorageSubject(store: try await makeStorage(), seed: seed, another: another)
        }
    }

    /// Runs every check as ``check(seed:sourceLocation:another:makeStorage:)`` does and gives the violations.
    public static func violations(
        seed: UInt64 = 1, another: (@Sendable (any Storage) async throws -> any Storage)? = nil,
        makeStorage: @Sendable () async throws -> any Storage
    ) async -> [ConformanceViolation] {
        await suite.violations {
            StorageSubject(store: try await makeStorage(), seed: seed, another: another)
        }
    }

    static let suite = ConformanceSuite<StorageSubject>(
        interface: "Storage",
        checks: rowChecks + pageChecks + indexChecks + copyChecks + changeChecks + refusalChecks + transactionChecks
            + raceChecks
            + snapshotChecks + instantChecks + deliveryChecks + leaseChecks)
}

/// A new store with what a check needs to use it.
struct StorageSubject: Sendable {
    let store: any Storage
    let seed: UInt64
    let another: (@Sendable (any Storage) async throws -> any Storage)?

    var rows: ArbitraryRows { ArbitraryRows(seed: seed) }

    /// The store as another process sees it; the same one where it lives in one object.
    func peer() async throws -> any Storage {
        try await another?(store) ?? store
    }

    /// The store and its peer, for tasks to take in turn.
    func handles() async throws -> [any Storage] { [store, try await peer()] }
}

extension Storage {
    /// Writes the changes, decided without reading.
    func write(_ groups: [GroupID], _ changes: [RowChange], deliveries: [Delivery] = []) async throws {
        try await transact(TransactionRequest(groups: groups, reads: [])) { _ in
            TransactionDecision(changes: changes, deliveries: deliveries, outcome: ())
        }
    }

    /// Ends the check unless writing the changes throws a `RenewalError` of that code.
    func requireRefusal(
        _ code: RenewalError.Code, of changes: [RowChange], in groups: [GroupID], _ what: String
    ) async throws {
        let error = try await thrown(by: what) { try await write(groups, changes) }
        try require((error as? RenewalError)?.code == code, "\(what) threw \(error); expected the code \(code)")
    }
}
