import Foundation
import RenewalKit
import Testing

/// Sealed values between this library and the HPKE of the Python package cryptography, in both directions.
@Suite(.enabled(if: Judge.hasCryptography, "needs the judge cryptography (Python)"))
struct PeerTests {
    let crypto = StandardCrypto()
    static let seed: UInt64 = 20_261_123

    @Test(arguments: Samples.contexts)
    func `another HPKE opens what this library sealed, unless it was changed (Rule Z3)`(context: SealContext) throws {
        var generator = SplitMix(seed: Self.seed)
        let key = try Recipients.key(for: context)
        let secrets = try Self.secrets(context, &generator)
        let sealed = try secrets.map { try crypto.seal($0, to: key.publicKey, context: context) }
        let opened = try Self.ask("open", sealed.map { [key.secret.bytes, $0.bytes] })
        #expect(opened == secrets.map { Hex.text($0.bytes) }, "seed \(Self.seed)")
        // One bit of the group, which is in the header alone, and one of the tag.
        let changed = sealed.flatMap { [$0.bytes.flipping(8), $0.bytes.flipping($0.bytes.count - 1)] }
        let broken = try Self.ask("open", changed.map { [key.secret.bytes, $0] })
        #expect(broken == changed.map { _ in "broken" }, "seed \(Self.seed)")
    }

    @Test(arguments: Samples.contexts)
    func `this library opens what another HPKE sealed (Rule Z3)`(context: SealContext) throws {
        var generator = SplitMix(seed: Self.seed)
        let key = try Recipients.key(for: context)
        let secrets = try Self.secrets(context, &generator)
        // The peer takes the header from a value that this library sealed.
        let pattern = try crypto.seal(SecretBytes([0]), to: key.publicKey, context: context)
        let lines = try Self.ask("seal", secrets.map { [key.publicKey.bytes, pattern.bytes, $0.bytes] })
        for (line, secret) in zip(lines, secrets) {
            let sealed = SealedValue(Hex.bytes(line))
            #expect(try crypto.open(sealed, with: key, context: context) == secret, "seed \(Self.seed)")
        }
        #expect(lines.count == secrets.count)
    }

    /// Credentials as an app enters them, or private keys.
    private static func secrets(_ context: SealContext, _ generator: inout SplitMix) throws -> [SecretBytes] {
        try (0..<20).map { index in
            guard case .credential = context else { return try StandardCrypto().makeKey(.new).secret }
            let password = Hex.text(generator.bytes(index * 3))
            return WindowsCredentials(userName: "user\(index)@contoso.example", password: password).encoded()
        }
    }

    private static func ask(_ what: String, _ lines: [[[UInt8]]]) throws -> [String] {
        try Judge.withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("lines")
            let text = lines.map { $0.map(Hex.text).joined(separator: " ") + "\n" }.joined()
            try Data(text.utf8).write(to: file)
            return try Judge.python("hpke_peer.py", [what, file.path])
        }
    }
}
