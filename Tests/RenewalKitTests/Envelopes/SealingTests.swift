import RenewalKit
import Testing

struct SealingTests {
    let crypto = StandardCrypto()
    let secret = SecretBytes(Array("a secret of some length".utf8))

    @Test(arguments: Samples.contexts)
    func `what is sealed opens with its key under its header (Rule Z3)`(context: SealContext) throws {
        let key = try Recipients.key(for: context)
        let sealed = try crypto.seal(secret, to: key.publicKey, context: context)
        #expect(try crypto.readHeader(sealed) == context)
        #expect(try crypto.open(sealed, with: key, context: context) == secret)
        #expect(try crypto.seal(secret, to: key.publicKey, context: context) != sealed)
    }

    @Test(arguments: Samples.contexts)
    func `each changed byte of a sealed value is refused (Rule Z3)`(context: SealContext) throws {
        let key = try Recipients.key(for: context)
        let sealed = try crypto.seal(secret, to: key.publicKey, context: context)
        for index in sealed.bytes.indices {
            for mask: UInt8 in [0x01, 0x80] {
                let changed = SealedValue(sealed.bytes.flipping(index, mask: mask))
                let refused = refusal { _ = try crypto.open(changed, with: key, context: context) }
                let isNamed = refused == "sealBroken" || refused?.hasPrefix("envelopeRejected: ") == true
                #expect(isNamed, "byte \(index), mask \(mask): \(refused ?? "accepted")")
            }
        }
        for length in 0..<sealed.bytes.count {
            let cut = SealedValue(Array(sealed.bytes.prefix(length)))
            let refused = refusal { _ = try crypto.readHeader(cut) }
            #expect(refused?.hasPrefix("envelopeRejected: ") == true, "\(length) bytes")
        }
    }

    @Test(arguments: Samples.contexts)
    func `a value does not open with another key (Rule Z3)`(context: SealContext) throws {
        let sealed = try crypto.seal(secret, to: try Recipients.key(for: context).publicKey, context: context)
        let other = try Recipients.key(for: context, 2)
        #expect(refusal { _ = try crypto.open(sealed, with: other, context: context) } == "sealBroken")
    }

    @Test(arguments: Moved.all)
    func `a value that was moved does not open, its header rewritten or not (Rules Z3, Z4)`(moved: Moved) throws {
        let key = try Recipients.key(for: moved.from)
        let sealed = try crypto.seal(secret, to: key.publicKey, context: moved.from)
        let error = try #require(throws: RenewalError.self) {
            try crypto.open(sealed, with: key, context: moved.to)
        }
        #expect(error.code == .sealBroken)
        #expect(error.details["field"] == moved.field)
        // Now the mover also writes the header that is expected there: the rest of another value under it.
        let disguised = try crypto.seal(secret, to: key.publicKey, context: moved.to)
        let header = Self.headerLength(moved.from)
        let spliced = SealedValue(Array(disguised.bytes[..<header] + sealed.bytes[header...]))
        #expect(try crypto.readHeader(spliced) == moved.to)
        #expect(refusal { _ = try crypto.open(spliced, with: key, context: moved.to) } == "sealBroken")
    }

    @Test func `a value of another kind does not open`() throws {
        let delivery = SealContext.delivery(Samples.delivery)
        let key = try Recipients.key(for: delivery)
        let sealed = try crypto.seal(secret, to: key.publicKey, context: delivery)
        let error = try #require(throws: RenewalError.self) {
            try crypto.open(sealed, with: key, context: .credential(Samples.credential))
        }
        #expect(error.code == .sealBroken && error.details["field"] == "kind")
    }

    @Test(arguments: Samples.contexts)
    func `a key of the wrong algorithm, or no key, is malformed`(context: SealContext) throws {
        let key = try Recipients.key(for: context)
        let wrong = PublicKey(key.publicKey.algorithm == .p256 ? .x25519 : .p256, key.publicKey.bytes)
        #expect(refusal { _ = try crypto.seal(secret, to: wrong, context: context) } == "malformed")
        for bytes in [[], [4], Array(key.publicKey.bytes.dropLast()), key.publicKey.bytes + [0]] {
            let broken = PublicKey(key.publicKey.algorithm, bytes)
            #expect(refusal { _ = try crypto.seal(secret, to: broken, context: context) } == "malformed")
        }
        let sealed = try crypto.seal(secret, to: key.publicKey, context: context)
        let mislabelled = PrivateKey(publicKey: wrong, secret: key.secret)
        #expect(refusal { _ = try crypto.open(sealed, with: mislabelled, context: context) } == "malformed")
        let mixed = PrivateKey(publicKey: try Recipients.key(for: context, 2).publicKey, secret: key.secret)
        #expect(refusal { _ = try crypto.open(sealed, with: mixed, context: context) } == "keyMismatch")
    }

    @Test func `a secret has 1 to 65,520 bytes`() throws {
        let context = SealContext.credential(Samples.credential)
        let key = try Recipients.key(for: context)
        for count in [1, 65_520] {
            let secret = SecretBytes([UInt8](repeating: 5, count: count))
            let sealed = try crypto.seal(secret, to: key.publicKey, context: context)
            #expect(try crypto.open(sealed, with: key, context: context) == secret)
        }
        for count in [0, 65_521] {
            let secret = SecretBytes([UInt8](repeating: 5, count: count))
            #expect(refusal { _ = try crypto.seal(secret, to: key.publicKey, context: context) } == "malformed")
        }
    }

    /// Preamble and header, in bytes.
    private static func headerLength(_ context: SealContext) -> Int {
        switch context {
        case .credential: 8 + 80
        case .keyPackage, .delivery: 8 + 88
        }
    }
}
