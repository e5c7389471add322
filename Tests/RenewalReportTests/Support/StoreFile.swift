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
        try await copy(try await rows(of: world.group, in: world), to: path)
    }

    /// One group with a machine for each of the versions, to which nothing happened since they joined.
    static func makeIdle(at path: String, versions: [String] = ["2.60"]) async throws {
        let world = try await TestWorld(crypto: InsecureCrypto(seed: 7))
        for version in versions { try await world.member(version) }
        try await copy(try await rows(of: world.group, in: world), to: path)
    }

    /// The same group after it was deleted, beside another one. Its machines' rows are still there, as in a large group
    /// before the sweep has taken them all away (Rules G1, K1).
    static func makeDeleted(at path: String) async throws {
        let world = try await TestWorld(crypto: InsecureCrypto(seed: 7))
        let first = try await world.member()
        try await world.member()
        _ = try await world.connection(1, pinnedBy: first)
        let before = try await rows(of: world.group, in: world)
        try await world.coordinator.deleteGroup(world.group, by: .app("test"))
        var after = try await rows(of: world.group, in: world)
        after.machines = before.machines
        try await copy(after, to: path)
        let other = GroupID(Counter.id(5, 1))
        _ = try await world.coordinator.createGroup(named: "Reserve", id: other, policy: .default, by: .app("test"))
        try await copy(try await rows(of: other, in: world), to: path)
    }

    private static func rows(of group: GroupID, in world: TestWorld) async throws -> Rows {
        try await world.storage.read([
            .group(group), .machines(group, after: nil, limit: 100), .connections(group, after: nil, limit: 100),
            .certificates(group, after: nil), .history(group, after: 0, limit: 1_000),
        ])
    }

    private static func copy(_ rows: Rows, to path: String) async throws {
        let store = try FileStore(path: path)
        let changes =
            rows.groups.map { RowChange.insertGroup($0) } + rows.machines.map { .insertMachine($0) }
            + rows.connections.map { .insertConnection($0) } + rows.certificates.map { .insertCertificate($0) }
            + rows.history.map { .appendHistory($0) }
        try await store.transact(TransactionRequest(groups: rows.groups.map(\.id), reads: [])) { _ in
            TransactionDecision(changes: changes, outcome: ())
        }
    }
}
