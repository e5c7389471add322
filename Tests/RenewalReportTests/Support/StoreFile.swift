import RenewalCore
import RenewalFileStore
import RenewalSimulation
import RenewalTestSupport

/// A store file with one group in the middle of a renewal: made in memory, with a clock and ids that are always the
/// same, and written to a file.
enum StoreFile {
    /// Where the story is: 157 days after 2026-01-01, two days after the renewal opened, one after the issue.
    static let now = TestWorld.start.adding(days: 157)

    /// Three machines, of which one has issued, one waits and one is too old; two connections, both not used since.
    static func make(at path: String) async throws {
        let world = try await TestWorld(crypto: InsecureCrypto(seed: 7))
        let first = try await world.member()
        try await world.member("2.41.178")
        try await world.member("2.9")
        _ = try await world.connection(1, pinnedBy: first)
        _ = try await world.connection(2, pinnedBy: first)
        world.advanceToRenewal()
        try await world.coordinator.sweep()
        world.advance(days: 1)
        try await first.agent.checkIn()
        let store = try FileStore(path: path)
        let group = world.group
        let rows = try await world.storage.read([
            .group(group), .machines(group, after: nil, limit: 100), .connections(group, after: nil, limit: 100),
            .certificates(group, after: nil), .history(group, after: 0, limit: 1_000),
        ])
        let changes =
            rows.groups.map { RowChange.insertGroup($0) } + rows.machines.map { .insertMachine($0) }
            + rows.connections.map { .insertConnection($0) } + rows.certificates.map { .insertCertificate($0) }
            + rows.history.map { .appendHistory($0) }
        try await store.transact(TransactionRequest(groups: [group], reads: [])) { _ in
            TransactionDecision(changes: changes, outcome: ())
        }
    }
}
