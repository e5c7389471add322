import RenewalKit
import Testing

struct SigningTests {
    let crypto = StandardCrypto()
    let message = Array("what is signed".utf8)

    @Test func `a P-256 signature is 64 bytes and holds for its message and key alone (Rule Z2)`() throws {
        let key = try crypto.makeKey(.new)
        let signature = try crypto.sign(message, with: key)
        #expect(signature.bytes.count == 64)
        #expect(key.publicKey.bytes.count == 65 && key.secret.bytes.count == 32)
        #expect(crypto.isValid(signature, over: message, by: key.publicKey))
        #expect(!crypto.isValid(signature, over: message + [0], by: key.publicKey))
        #expect(!crypto.isValid(signature, over: message, by: try crypto.makeKey(.new).publicKey))
    }

    @Test func `each changed byte of a signature, key or message is noticed (Rule Z2)`() throws {
        let key = try crypto.makeKey(.new)
        let signature = try crypto.sign(message, with: key)
        for index in signature.bytes.indices {
            let changed = Signature(signature.bytes.flipping(index))
            #expect(!crypto.isValid(changed, over: message, by: key.publicKey), "signature byte \(index)")
        }
        for index in key.publicKey.bytes.indices {
            let changed = PublicKey(.p256, key.publicKey.bytes.flipping(index))
            #expect(!crypto.isValid(signature, over: message, by: changed), "key byte \(index)")
        }
        for index in message.indices {
            #expect(!crypto.isValid(signature, over: message.flipping(index), by: key.publicKey), "byte \(index)")
        }
        for length in [0, 1, 63, 65, 128] {
            let other = Signature((signature.bytes + signature.bytes).prefix(length).map { $0 })
            #expect(!crypto.isValid(other, over: message, by: key.publicKey), "\(length) bytes")
        }
    }

    // RFC 6979, appendix A.2.5: P-256, SHA-256, message "sample".
    @Test func `the P-256 signature of RFC 6979 holds`() {
        let key = PublicKey(
            .p256,
            Hex.bytes(
                """
                04 60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6
                   7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299
                """))
        let signature = Hex.bytes(
            """
            EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716
            F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8
            """)
        #expect(crypto.isValid(Signature(signature), over: Array("sample".utf8), by: key))
        #expect(!crypto.isValid(Signature(signature), over: Array("test".utf8), by: key))
    }

    // RFC 8032, section 7.1, test 3. Ed25519 is deterministic in the RFC; not every platform's is, so only verified.
    @Test func `the Ed25519 signature of RFC 8032 holds, and the key signs`() throws {
        let publicKey = PublicKey(
            .ed25519, Hex.bytes("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"))
        let signature = Hex.bytes(
            """
            6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac
            18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
            """)
        #expect(crypto.isValid(Signature(signature), over: [0xAF, 0x82], by: publicKey))
        #expect(!crypto.isValid(Signature(signature), over: [0xAF, 0x83], by: publicKey))
        let secret = SecretBytes(Hex.bytes("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"))
        let made = try crypto.sign([0xAF, 0x82], with: PrivateKey(publicKey: publicKey, secret: secret))
        #expect(crypto.isValid(made, over: [0xAF, 0x82], by: publicKey))
    }

    @Test func `a key that can not sign, or of halves of two keys, is an error`() throws {
        let key = try crypto.makeKey(.new)
        let agreement = PrivateKey(publicKey: PublicKey(.x25519, Array(repeating: 9, count: 32)), secret: key.secret)
        #expect(refusal { _ = try crypto.sign(message, with: agreement) } == "malformed")
        let unknown = PrivateKey(publicKey: PublicKey(KeyAlgorithm(rawValue: 99), []), secret: key.secret)
        #expect(refusal { _ = try crypto.sign(message, with: unknown) } == "malformed")
        #expect(!crypto.isValid(try crypto.sign(message, with: key), over: message, by: unknown.publicKey))
        let mixed = PrivateKey(publicKey: try crypto.makeKey(.new).publicKey, secret: key.secret)
        #expect(refusal { _ = try crypto.sign(message, with: mixed) } == "keyMismatch")
    }

    @Test func `a key is restored from its secret bytes`() throws {
        let key = try crypto.makeKey(.new)
        #expect(try crypto.makeKey(.restored(key.secret)) == key)
    }

    // The order of P-256 (SP 800-186, section 3.2.1.3): 0 and the order itself are no keys; the order − 1 is the last.
    static let order = Hex.bytes("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")

    @Test(arguments: [
        [], [1], [UInt8](repeating: 0, count: 32), order, [UInt8](repeating: 0xFF, count: 32), order + [0],
        Array(order.dropLast()),
    ])
    func `bytes that are no scalar of P-256 are malformed`(secret: [UInt8]) {
        #expect(refusal { _ = try crypto.makeKey(.restored(SecretBytes(secret))) } == "malformed")
    }

    @Test func `the last scalar of P-256 is a key`() throws {
        var last = Self.order
        last[31] -= 1
        _ = try crypto.makeKey(.restored(SecretBytes(last)))
    }

    @Test func `the digest is SHA-256`() {
        // FIPS 180-2, appendix B.1.
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(crypto.digest(Array("abc".utf8)).description == digest)
    }

    @Test func `an error about a secret does not show it (Rule Z1)`() throws {
        let secret = SecretBytes(Array("hunter2hunter2".utf8))
        let error = try #require(throws: RenewalError.self) { try crypto.makeKey(.restored(secret)) }
        #expect(!"\(error) \(error.details)".contains("hunter2"))
        #expect(!"\(error) \(error.details)".contains(Hex.text(secret.bytes)))
    }
}
