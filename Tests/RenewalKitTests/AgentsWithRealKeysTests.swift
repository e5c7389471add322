import RenewalKit
import RenewalTestSupport
import RenewalTesting
import Testing

/// The default crypto under the suites and attacks that the insecure double goes through in RenewalCoreTests.
@Suite(.serialized)
struct AgentsWithRealKeysTests {
    @Test func `the default crypto passes the crypto suite`() async {
        await GroupCryptoConformance.check { StandardCrypto() }
    }

    @Test(arguments: HostileAttempt.all)
    func `each hostile attempt ends in its named error and nothing is accepted`(attempt: HostileAttempt) async throws {
        let outcome = try await attempt.play(MemoizedDerivation(StandardCrypto()))
        #expect(outcome.code == attempt.expected, "Rule \(attempt.rule)")
        #expect(outcome.accepted == nil, "Rule \(attempt.rule)")
    }

    @Test(arguments: HostileConcession.all)
    func `what Rule Z4 concedes to a store does work`(concession: HostileConcession) async throws {
        #expect(try await concession.play(MemoizedDerivation(StandardCrypto())))
    }
}
