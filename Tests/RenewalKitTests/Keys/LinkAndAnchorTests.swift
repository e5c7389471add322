import RenewalKit
import Testing

/// Links and anchors are signatures over canonical bytes: a change of anything they cover breaks them.
struct LinkAndAnchorTests {
    let crypto = StandardCrypto()

    @Test func `each changed byte of a link, or of what it covers, is noticed (Rule I9)`() throws {
        let previous = try issue(1_800_000_000)
        let next = try issue(1_900_000_000)
        let link = Link(
            group: Samples.group, generation: Samples.third, previous: previous.certificate.der,
            next: next.certificate.der, record: Samples.recordHash.bytes)
        let byPrevious = try crypto.sign(link.signed, with: previous.privateKey)
        let byNext = try crypto.sign(link.signed, with: next.privateKey)
        let holds = { (link: Link, byPrevious: Signature, byNext: Signature) in
            crypto.isValid(byPrevious, over: link.signed, by: previous.certificate.publicKey)
                && crypto.isValid(byNext, over: link.signed, by: next.certificate.publicKey)
        }
        #expect(holds(link, byPrevious, byNext))
        #expect(!holds(link, byNext, byPrevious))
        for index in byPrevious.bytes.indices {
            #expect(!holds(link, Signature(byPrevious.bytes.flipping(index)), byNext), "byte \(index)")
            #expect(!holds(link, byPrevious, Signature(byNext.bytes.flipping(index))), "byte \(index)")
        }
        for path in [\Link.previous, \Link.next, \Link.record] {
            for index in link[keyPath: path].indices {
                var changed = link
                changed[keyPath: path][index] ^= 1
                #expect(!holds(changed, byPrevious, byNext), "byte \(index)")
            }
        }
        var changed = link
        changed.group = Samples.otherGroup
        #expect(!holds(changed, byPrevious, byNext))
        changed = link
        changed.generation = link.generation.next
        #expect(!holds(changed, byPrevious, byNext))
        // The certificates the other way round, and a byte moved from one field to the next.
        changed = link
        swap(&changed.previous, &changed.next)
        #expect(!holds(changed, byPrevious, byNext))
        changed = link
        changed.next.insert(changed.previous.removeLast(), at: 0)
        #expect(!holds(changed, byPrevious, byNext))
    }

    @Test func `each changed byte of an anchor, or of what it covers, is noticed (Rule I10)`() throws {
        let seed = crypto.digest(Array("a join key".utf8)).bytes
        let joinKey = try JoinKeys.key(seed: seed)
        var record = CanonicalSamples.record
        record.joinKey = joinKey.publicKey
        let signature = try crypto.sign(record.anchorBytes(group: Samples.group), with: joinKey)
        let holds = { (record: PasswordRecord, group: GroupID, signature: Signature) in
            crypto.isValid(signature, over: record.anchorBytes(group: group), by: joinKey.publicKey)
        }
        #expect(holds(record, Samples.group, signature))
        #expect(!holds(record, Samples.otherGroup, signature))
        for index in signature.bytes.indices {
            #expect(!holds(record, Samples.group, Signature(signature.bytes.flipping(index))), "byte \(index)")
        }
        for (name, change) in Self.changes {
            var changed = record
            change(&changed)
            #expect(!holds(changed, Samples.group, signature), "\(name)")
        }
        for index in record.parameters.salt.indices {
            var changed = record
            changed.parameters.salt[index] ^= 1
            #expect(!holds(changed, Samples.group, signature), "salt byte \(index)")
        }
    }

    static let changes: [(String, @Sendable (inout PasswordRecord) -> Void)] = [
        ("version", { $0.version += 1 }), ("function", { $0.parameters.function = "Scrypt" }),
        ("N", { $0.parameters.cost *= 2 }), ("r", { $0.parameters.blockSize += 1 }),
        ("p", { $0.parameters.parallelism += 1 }),
        ("password key", { $0.passwordKey = PublicKey(.x25519, $0.passwordKey.bytes.flipping(31)) }),
        ("password key's algorithm", { $0.passwordKey = PublicKey(.ed25519, $0.passwordKey.bytes) }),
        ("join key", { $0.joinKey = PublicKey(.ed25519, $0.joinKey.bytes.flipping(0)) }),
        ("generation", { $0.anchor.generation = $0.anchor.generation.next }),
        ("certificate", { $0.anchor.certificate = Samples.previousCertificate }),
        ("p and r exchanged", { swap(&$0.parameters.parallelism, &$0.parameters.blockSize) }),
        ("salt longer", { $0.parameters.salt.append(0) }),
    ]

    private func issue(_ seconds: Int64) throws -> IssuedKey {
        try crypto.issueCertificate(
            CertificateRequest(
                group: Samples.group, createdAt: Instant(secondsSince1970: seconds), validityMinutes: 129_600))
    }

    /// What a link covers.
    struct Link {
        var group: GroupID
        var generation: Generation
        var previous: [UInt8]
        var next: [UInt8]
        var record: [UInt8]

        var signed: [UInt8] {
            ContinuityLink.signedBytes(
                group: group, previous: generation, previousCertificate: previous, nextCertificate: next,
                passwordRecord: Fingerprint(record) ?? Samples.recordHash)
        }
    }
}
