/// A group's password, known to the customer alone (Rules K5, Z1). Never printed, stored or sent.
public struct Password: Sendable, Equatable, Redacted {
    /// The password's UTF-8 bytes.
    public let secret: SecretBytes

    /// A password that a person chose.
    ///
    /// - Throws: ``RenewalError`` with `passwordTooShort` where it has fewer than 12 characters (Rule K5).
    public init(chosen text: String) throws {
        guard text.count >= 12 else {
            throw RenewalError(
                .passwordTooShort, "a group password has at least 12 characters; this one has \(text.count)")
        }
        secret = SecretBytes(Array(text.utf8))
    }

    private init(_ secret: SecretBytes) { self.secret = secret }

    /// A new random password with 130 bits of entropy: 26 characters of Crockford's base 32, in groups of five for
    /// reading aloud. `reveal()` gives its text, to be shown once.
    public static func random(using generator: inout some RandomNumberGenerator) -> Password {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        var text: [UInt8] = []
        for index in 0..<26 {
            if index > 0, index.isMultiple(of: 5) { text.append(UInt8(ascii: "-")) }
            text.append(alphabet[Int(truncatingIfNeeded: generator.next() & 31)])
        }
        return Password(SecretBytes(text))
    }

    /// The text, for showing it once to the person who must keep it.
    public func reveal() -> String { String(decoding: secret.bytes, as: UTF8.self) }
}

/// What turns a password into keys: a KDF's name, its costs and its salt.
public struct KDFParameters: Hashable, Sendable {
    /// The function's name: `scrypt`.
    public var function: String
    /// scrypt's N: 2^17 when made here.
    public var cost: UInt64
    /// scrypt's r: 8 when made here.
    public var blockSize: UInt64
    /// scrypt's p: 1 when made here.
    public var parallelism: UInt64
    /// 16 random bytes.
    public var salt: [UInt8]

    /// Parameters of these values; the crypto that derives with them checks them first.
    public init(function: String, cost: UInt64, blockSize: UInt64, parallelism: UInt64, salt: [UInt8]) {
        self.function = function
        self.cost = cost
        self.blockSize = blockSize
        self.parallelism = parallelism
        self.salt = salt
    }
}

/// The keys that a password gives, with the parameters they were derived by. Reusable for many joins in one process.
public struct PasswordKeys: Sendable, Equatable, Redacted {
    /// How they were derived.
    public let parameters: KDFParameters
    /// X25519: key packages are sealed to its public half.
    public let passwordKey: PrivateKey
    /// Ed25519: signs anchors and joins.
    public let joinKey: PrivateKey

    /// Keys of these halves.
    public init(parameters: KDFParameters, passwordKey: PrivateKey, joinKey: PrivateKey) {
        self.parameters = parameters
        self.passwordKey = passwordKey
        self.joinKey = joinKey
    }
}
