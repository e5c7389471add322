import RenewalKit
import Testing

struct StandardCryptoTests {
    let crypto = StandardCrypto()

    @Test func `a certificate that is issued is read as the same facts (Rule T2)`() throws {
        let created = Instant(secondsSince1970: 1_800_000_000)
        let group = try #require(GroupID("0f8b9c1e-27a4-4c5d-9b6e-3d2f1a0b4c5d"))
        let issued = try crypto.issueCertificate(
            CertificateRequest(group: group, createdAt: created, validityMinutes: 129_600))
        #expect(try crypto.readCertificate(issued.certificate.der) == issued.certificate)
    }
}
