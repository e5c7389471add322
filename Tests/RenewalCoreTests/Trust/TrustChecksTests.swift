import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rule I9: what a chain may claim to whoever trusts a generation already.
struct TrustChecksTests {
    @Test func `a chain that ends below what is trusted is a rollback; none at all claims nothing (Rule I9)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        for _ in 0..<2 {
            world.advance(days: 155)
            try await members[0].checkIn()
        }
        let rows = try await world.storage.read([.certificates(group, after: nil)]).certificates
        let trusted = try #require(members[0].vault.copy()?.memory.highest)
        let checks = TrustChecks(group: group, crypto: world.crypto)
        for count in 1...2 {
            let error = try await refusal(.generationRollback) {
                try checks.follow(Array(rows.prefix(count)), from: trusted)
            }
            #expect(error.details == ["found": "\(count)", "needed": "3"])
        }
        #expect(try checks.follow([], from: trusted) == [trusted])
        #expect(try checks.follow(rows, from: trusted).map(\.generation.number) == [1, 2, 3])
    }
}
