import RenewalCore
import RenewalTesting
import Testing

/// The storage suite finds what is wrong, and says which sentence of the contract is broken.
struct StorageConformanceTests {
    @Test(arguments: StorageFault.allCases)
    func `a store with a fault is found out by the check that is meant to`(fault: StorageFault) async throws {
        let violations = await StorageConformance.violations { FaultyStorage(fault: fault) }
        let found = violations.map(\.check)
        #expect(found.contains(fault.check), "\(fault): found by \(found)")
        #expect(violations.allSatisfy { !$0.contract.isEmpty && !$0.found.isEmpty })
    }

    @Test func `the store without a fault passes, alone and beside another handle`() async throws {
        let alone = await StorageConformance.violations(seed: 7) { InMemoryStorage() }
        #expect(alone == [])
        let shared = await StorageConformance.violations(seed: 8, another: { SharedStorage(base: $0) }) {
            InMemoryStorage()
        }
        #expect(shared == [])
    }

    @Test func `a second handle that does not see the first one's rows is found out`() async throws {
        let violations = await StorageConformance.violations(another: { _ in InMemoryStorage() }) { InMemoryStorage() }
        #expect(Set(violations.map(\.check)).isSuperset(of: ["roundTrip", "keptInstant", "lease", "oneIssuerWins"]))
    }

    @Test func `check records each violation as an issue`() async throws {
        await withKnownIssue {
            await StorageConformance.check { FaultyStorage(fault: .raiseLowers) }
        } matching: {
            "\($0)".contains("keptInstant")
        }
    }
}

/// Another handle on a store in memory.
private struct SharedStorage: Storage {
    let base: any Storage

    func read(_ queries: [RowQuery]) async throws -> Rows { try await base.read(queries) }

    func withSnapshot<Result: Sendable>(
        _ body: @Sendable (any StorageSnapshot) async throws -> Result
    ) async throws -> Result { try await base.withSnapshot(body) }

    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome { try await base.transact(request, decide) }

    func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID] {
        try await base.dueGroups(at: now, limit: limit)
    }

    func keptInstant(_ change: KeptInstantChange) async throws -> Instant? { try await base.keptInstant(change) }

    func deliveries(_ step: DeliveryStep) async throws -> [Delivery] { try await base.deliveries(step) }
}
