import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// What a hostile store, network or removed machine tries (Rules I9, I10, Z2 to Z6, G2), on the insecure double: the
/// rules, and not the strength of the cryptography, must stop it. The same attempts run on the real crypto in
/// RenewalKitTests.
struct HostileStoreTests {
    @Test(arguments: HostileAttempt.all)
    func `each attempt ends in its named error and nothing is accepted`(attempt: HostileAttempt) async throws {
        let outcome = try await attempt.play(InsecureCrypto(seed: 11))
        #expect(outcome.code == attempt.expected, "Rule \(attempt.rule)")
        #expect(outcome.accepted == nil, "Rule \(attempt.rule)")
    }

    @Test(arguments: HostileConcession.all)
    func `what Rule Z4 concedes to a store does work`(concession: HostileConcession) async throws {
        #expect(try await concession.play(InsecureCrypto(seed: 12)))
    }

    @Test func `a store that forges what a run lacks gets no copy, and the run goes on (Rules C3, I9)`() async throws {
        let scene = try await HostileScene(crypto: InsecureCrypto(seed: 13))
        let connection = try await scene.world.connection(pinnedBy: scene.issuer)
        var assignment = try await scene.world.assignment(connection, on: scene.victim)
        try await scene.issueNext()
        let rows = try await scene.certificates()
        assignment.lacking = [try #require(Generation(2))]
        assignment.chain = [try scene.forge(rows[1], after: rows[0]).row]
        let sent = scene.store.requests.count
        let opened = try await scene.victim.agent.run(assignment) { $0 }
        #expect(opened == TestWorld.credentials)
        #expect(scene.store.requests.count == sent)
    }

    @Test func `a store that asks for copies to a retired generation gets none (Rules C3, I9)`() async throws {
        let scene = try await HostileScene(crypto: InsecureCrypto(seed: 14))
        for _ in 0..<2 {
            try await scene.issueNext()
            try await scene.victim.agent.checkIn()
        }
        let connection = try await scene.world.connection(pinnedBy: scene.issuer)
        var assignment = try await scene.world.assignment(connection, on: scene.victim)
        assignment.lacking = [.first]
        assignment.chain = try await scene.certificates()
        let sent = scene.store.requests.count
        try await scene.victim.agent.run(assignment) { _ in }
        #expect(scene.store.requests.count == sent)
    }

    @Test(arguments: [[], [1], [7], [1, 7]] as [[UInt64]])
    func `a store that does not call the newest generation usable has no key destroyed (Rule K2)`(
        usable: [UInt64]
    ) async throws {
        let scene = try await HostileScene(crypto: InsecureCrypto(seed: 15))
        try await scene.issueNext()
        try await scene.victim.agent.checkIn()
        scene.tamper { $0.usable = usable.compactMap { Generation($0) } }
        let outcome = try await scene.checkIn()
        #expect(outcome.code == nil && outcome.accepted == nil)
        #expect(scene.victim.held() == [1, 2])
    }

    @Test func `no two attempts have one name`() {
        #expect(Set(HostileAttempt.all.map(\.name)).count == HostileAttempt.all.count)
        #expect(HostileAttempt.all.count >= 100)
    }
}
