import Foundation
import RenewalKit
import Testing

struct PasswordTests {
    let crypto = StandardCrypto()

    /// Parameters at the floor with a fixed salt, the bytes 0 to 15.
    static let parameters = KDFParameters(
        function: "scrypt", cost: 1 << 17, blockSize: 8, parallelism: 1, salt: Array(0...15))

    // The answers are Python's: hashlib.scrypt(b"correct horse battery", salt=bytes(range(16)), n=2**17, r=8, p=1,
    // maxmem=2**28, dklen=64), and the public keys of its halves by the package cryptography.
    @Test func `a password gives the keys that another implementation derives, and another password others`()
        async throws
    {
        let keys = try await crypto.deriveKeys(
            from: try Password(chosen: "correct horse battery"), parameters: Self.parameters)
        #expect(keys.parameters == Self.parameters)
        #expect(keys.passwordKey.publicKey.algorithm == .x25519)
        #expect(
            Hex.text(keys.passwordKey.publicKey.bytes)
                == "84cb57deacd72ebb7a3701b3eb3a368b1d3bd473256da1a78e6644688b364c5e")
        #expect(keys.joinKey.publicKey.algorithm == .ed25519)
        #expect(
            Hex.text(keys.joinKey.publicKey.bytes) == "14c289125d1f77a4c240e085be90f6d942167154dc56f71d32731ca6c6452000"
        )
        #expect(Hex.text(keys.passwordKey.secret.bytes + keys.joinKey.secret.bytes) == Self.derived)
        try await tellsWrongPasswordFromDamagedPackage(keys)
    }

    static let derived =
        "af5ecdbec02ddf047a3df2b4942e217b0b69c80fd3276e1923abbe0d1c80ea89"
        + "0bd9c995b984c841cb26cf59b1dbe9ae1a98146f9574bcf34906bfb3e3846ddf"

    /// A wrong password shows before anything is opened: its keys are not the record's. A damaged package shows when
    /// the right key does not open it. An agent makes two different errors of the two (Rule K4).
    private func tellsWrongPasswordFromDamagedPackage(_ keys: PasswordKeys) async throws {
        let wrong = try await crypto.deriveKeys(
            from: try Password(chosen: "correct horse batterz"), parameters: keys.parameters)
        #expect(wrong.passwordKey.publicKey != keys.passwordKey.publicKey)
        #expect(wrong.joinKey.publicKey != keys.joinKey.publicKey)
        let context = SealContext.keyPackage(Samples.package)
        let group = try crypto.makeKey(.new)
        let package = try crypto.seal(group.secret, to: keys.passwordKey.publicKey, context: context)
        #expect(try crypto.makeKey(.restored(crypto.open(package, with: keys.passwordKey, context: context))) == group)
        for index in package.bytes.indices {
            let damaged = SealedValue(package.bytes.flipping(index))
            let refused = refusal { _ = try crypto.open(damaged, with: keys.passwordKey, context: context) }
            #expect(refused == "sealBroken" || refused?.hasPrefix("envelopeRejected: ") == true, "byte \(index)")
        }
        let anchored = Array("what an anchor signs".utf8)
        let signature = try crypto.sign(anchored, with: keys.joinKey)
        #expect(crypto.isValid(signature, over: anchored, by: keys.joinKey.publicKey))
        #expect(!crypto.isValid(signature, over: anchored, by: wrong.joinKey.publicKey))
    }

    @Test @MainActor func `new parameters are at the floor, and deriving does not hold the caller's actor`()
        async throws
    {
        let password = try Password(chosen: "correct horse battery")
        async let first = crypto.deriveKeys(from: password, parameters: nil)
        let second = Task { @MainActor in try await StandardCrypto().deriveKeys(from: password, parameters: nil) }
        var turns = 0
        let counter = Task { @MainActor in
            while !Task.isCancelled {
                turns += 1
                try? await Task.sleep(for: .milliseconds(1))
            }
        }
        let keys = try await [first, second.value]
        // On a machine with much else to do, the counter may not come to its turn within one derivation.
        for _ in 0..<10 where turns < 2 {
            _ = try await crypto.deriveKeys(from: password, parameters: Self.parameters)
        }
        counter.cancel()
        #expect(turns > 1)
        for parameters in keys.map(\.parameters) {
            #expect(parameters.function == "scrypt" && parameters.cost == 131_072)
            #expect(parameters.blockSize == 8 && parameters.parallelism == 1)
            #expect(parameters.salt.count == 16)
        }
        #expect(keys[0].parameters.salt != keys[1].parameters.salt)
        #expect(keys[0] != keys[1])
    }

    // Most of these would take hours or all of the memory, so that the test ends says that nothing was derived.
    @Test(.timeLimit(.minutes(45)), arguments: Rejected.all)
    func `parameters under the floor or over the cap are refused before deriving`(rejected: Rejected) async throws {
        var parameters = Self.parameters
        rejected.change(&parameters)
        let password = try Password(chosen: "correct horse battery")
        let error = await #expect(throws: RenewalError.self) {
            try await crypto.deriveKeys(from: password, parameters: parameters)
        }
        #expect(error?.code == .kdfParametersRejected)
        #expect(error?.details["parameter"] == rejected.parameter)
    }

    /// One parameter outside its bounds.
    struct Rejected: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let parameter: String
        let change: @Sendable (inout KDFParameters) -> Void

        static let all = [
            Self("another function", "function") { $0.function = "pbkdf2" },
            Self("another spelling", "function") { $0.function = "Scrypt" },
            Self("no function", "function") { $0.function = "" },
            Self("N one step under the floor", "cost") { $0.cost = 1 << 16 },
            Self("N = 1", "cost") { $0.cost = 1 },
            Self("N = 0", "cost") { $0.cost = 0 },
            Self("N no power of two", "cost") { $0.cost = 1 << 17 + 1 },
            Self("r one under the floor", "blockSize") { $0.blockSize = 7 },
            Self("r = 0", "blockSize") { $0.blockSize = 0 },
            Self("p = 0", "parallelism") { $0.parallelism = 0 },
            Self("salt one byte short", "salt") { $0.salt.removeLast() },
            Self("no salt", "salt") { $0.salt = [] },
            Self("salt too long", "salt") { $0.salt = [UInt8](repeating: 0, count: 65) },
            Self("one step over 1 GiB by N", "cost") { $0.cost = 1 << 21 },
            Self("one over 1 GiB by r", "cost") { $0.blockSize = 65 },
            Self("one over 1 GiB by p", "cost") { $0.parallelism = 9 },
            Self("a product that overflows", "cost") { $0.blockSize = .max },
            Self("a product that overflows to little", "cost") {
                $0.cost = 1 << 32
                $0.blockSize = 1 << 32
            },
            Self("all at their greatest", "cost") {
                $0.cost = 1 << 63
                $0.blockSize = .max
                $0.parallelism = .max
            },
        ]

        init(_ name: String, _ parameter: String, _ change: @escaping @Sendable (inout KDFParameters) -> Void) {
            testDescription = name
            self.parameter = parameter
            self.change = change
        }
    }

    @Test func `a cancelled task derives nothing`() async throws {
        let password = try Password(chosen: "correct horse battery")
        let derivation = Task { [crypto] in
            withUnsafeCurrentTask { $0?.cancel() }
            return try await crypto.deriveKeys(from: password, parameters: Self.parameters)
        }
        await #expect(throws: CancellationError.self) { try await derivation.value }
    }
}
