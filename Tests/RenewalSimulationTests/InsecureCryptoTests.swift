import RenewalSimulation
import Testing

/// What the insecure double must notice, although it protects nothing.
struct InsecureCryptoTests {
    let crypto = InsecureCrypto(seed: 7)
    let group = GroupID("11111111-1111-4111-8111-111111111111")
    let connection = ConnectionID("22222222-2222-4222-8222-222222222222")

    @Test(arguments: [0, 1, 7, 8, 31, 32, 33, 100])
    func `each changed bit changes the digest`(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        var seen: Set<Fingerprint> = [crypto.digest(bytes), crypto.digest(bytes + [0])]
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << bit
                seen.insert(crypto.digest(changed))
            }
        }
        #expect(seen.count == length * 8 + 2)
    }

    @Test func `the same seed gives the same keys, another seed others`() throws {
        let again = try InsecureCrypto(seed: 7).makeKey(.new)
        let other = try InsecureCrypto(seed: 8).makeKey(.new)
        let key = try crypto.makeKey(.new)
        #expect(key == again)
        #expect(key != other)
        #expect(try crypto.makeKey(.new) != key)
    }

    @Test func `each changed byte of a sealed value is refused (Rule Z3)`() throws {
        let key = try crypto.makeKey(.new)
        let context = SealContext.credential(
            CredentialContext(
                group: try #require(group), connection: try #require(connection), revision: 1, generation: .first,
                certificate: crypto.digest([1])))
        let secret = SecretBytes(Array("a credential".utf8))
        let sealed = try crypto.seal(secret, to: key.publicKey, context: context)
        #expect(try crypto.open(sealed, with: key, context: context) == secret)
        #expect(try crypto.readHeader(sealed) == context)
        for index in sealed.bytes.indices {
            var bytes = sealed.bytes
            bytes[index] ^= 0x20
            #expect(throws: RenewalError.self, "byte \(index)") {
                try crypto.open(SealedValue(bytes), with: key, context: context)
            }
        }
        for count in sealed.bytes.indices {
            #expect(throws: RenewalError(.envelopeRejected, "")) {
                try crypto.readHeader(SealedValue(Array(sealed.bytes.prefix(count))))
            }
        }
    }

    @Test func `each changed byte of a certificate is refused`() throws {
        let request = CertificateRequest(
            group: try #require(group), createdAt: Instant(secondsSince1970: 1_000_000), validityMinutes: 129_600)
        let issued = try crypto.issueCertificate(request)
        #expect(issued.certificate.notBefore == request.notBefore)
        #expect(issued.certificate.notAfter == request.notAfter)
        #expect(issued.certificate.publicKey == issued.privateKey.publicKey)
        for index in issued.certificate.der.indices {
            var der = issued.certificate.der
            der[index] ^= 0x20
            #expect(throws: RenewalError(.certificateRejected, ""), "byte \(index)") {
                try crypto.readCertificate(der)
            }
        }
    }
}
