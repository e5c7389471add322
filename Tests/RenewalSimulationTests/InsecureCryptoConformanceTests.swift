import RenewalSimulation
import RenewalTesting
import Testing

struct InsecureCryptoConformanceTests {
    @Test func `the insecure double passes the crypto suite`() async {
        await GroupCryptoConformance.check { InsecureCrypto(seed: 1) }
    }
}
