import RenewalKit
import Testing

struct CertificateTests {
    let crypto = StandardCrypto()

    @Test(arguments: [
        "2026-11-23T04:00:00Z", "2027-01-15T08:00:00Z", "2028-02-29T00:00:00Z", "2049-12-31T23:59:59Z",
        "2050-01-01T00:00:00Z", "2050-01-01T00:59:59Z", "2050-01-01T01:00:00Z", "9990-01-01T00:00:00Z",
    ])
    func `what is issued is read as the same facts (Rule T2)`(created: String) throws {
        for validity in [129_600, 2_628_000] {
            let created = try #require(Instant(created))
            let request = CertificateRequest(group: Samples.group, createdAt: created, validityMinutes: validity)
            let issued = try crypto.issueCertificate(request)
            let facts = try crypto.readCertificate(issued.certificate.der)
            #expect(facts == issued.certificate)
            #expect(facts.notBefore == created.adding(seconds: -3_600))
            #expect(facts.notAfter == created.adding(minutes: validity).adding(seconds: -1))
            #expect(facts.fingerprint == crypto.digest(issued.certificate.der))
            #expect(facts.publicKey == issued.privateKey.publicKey)
        }
    }

    @Test func `the forger's certificate is accepted as long as nothing is wrong with it`() throws {
        let facts = try crypto.readCertificate(try ForgedCertificate().der())
        #expect(facts.group == Samples.group)
        #expect(facts.notBefore.description == "2027-01-15T07:00:00Z")
        #expect(facts.notAfter.description == "2027-04-15T08:00:00Z")
    }

    @Test(arguments: CertificateFault.all)
    func `a certificate outside the profile is refused, and the reason is named`(fault: CertificateFault) throws {
        var forged = ForgedCertificate()
        fault.apply(&forged)
        let der = try forged.der()
        #expect(refusal { _ = try crypto.readCertificate(der) } == "certificateRejected: \(fault.reason)")
    }

    @Test func `each changed byte of a certificate is refused, and each shorter one`() throws {
        let request = CertificateRequest(
            group: Samples.group, createdAt: Samples.created, validityMinutes: 2_628_000)
        let der = try crypto.issueCertificate(request).certificate.der
        for index in der.indices {
            for mask: UInt8 in [0x01, 0x20, 0x80] {
                let changed = der.flipping(index, mask: mask)
                let refused = refusal { _ = try crypto.readCertificate(changed) }
                #expect(refused?.hasPrefix("certificateRejected: ") == true, "byte \(index): \(refused ?? "accepted")")
            }
        }
        for length in der.indices {
            let refused = refusal { _ = try crypto.readCertificate(Array(der.prefix(length))) }
            #expect(refused == "certificateRejected: notX509", "\(length) bytes")
        }
    }

    @Test func `serial numbers are 128 random bits`() throws {
        var serials: Set<String> = []
        var lengths: Set<UInt8> = []
        for _ in 0..<64 {
            let request = CertificateRequest(
                group: Samples.group, createdAt: Samples.created, validityMinutes: 129_600)
            let der = try crypto.issueCertificate(request).certificate.der
            // Certificate and TBSCertificate (two bytes of length each), version, then the serial number's INTEGER.
            let start = 4 + 4 + 5
            #expect(der[start] == 0x02)
            lengths.insert(der[start + 1])
            serials.insert(Hex.text(der[(start + 2)..<(start + 2 + Int(der[start + 1]))]))
        }
        #expect(serials.count == 64)
        #expect(lengths.isSuperset(of: [16, 17]) && lengths.isSubset(of: [15, 16, 17]))
    }

    static let impossibleTerms: [(created: Int64, validity: Int)] = [
        (-631_152_000, 129_600), (253_402_300_799, 129_600), (.max, 129_600), (.min, 129_600), (1_800_000_000, 0),
        (1_800_000_000, -1), (1_800_000_000, .max), (1_800_000_000, .min),
    ]

    @Test(arguments: impossibleTerms)
    func `dates that X.509 can not write are refused`(created: Int64, validity: Int) {
        let request = CertificateRequest(
            group: Samples.group, createdAt: Instant(secondsSince1970: created), validityMinutes: validity)
        #expect(refusal { _ = try crypto.issueCertificate(request) } == "issueTermsRejected")
    }
}
