/// The user name and password of a Windows account: what a connection's credential copies hold. Never printed
/// (Rule Z1).
public struct WindowsCredentials: Sendable, Equatable, Redacted {
    /// The account's name, as `DOMAIN\user` or `user@domain`.
    public let userName: String
    /// The account's password.
    public let password: String

    /// Credentials of these values; nothing is checked, as only Windows can tell whether they are right.
    public init(userName: String, password: String) {
        self.userName = userName
        self.password = password
    }

    /// Whether both are the same account and password, compared in constant time.
    public static func == (lhs: WindowsCredentials, rhs: WindowsCredentials) -> Bool { lhs.encoded() == rhs.encoded() }

    /// The plaintext of a credential copy: use `windows-credentials`, user name, password, and a field of zero bytes
    /// that makes the whole a multiple of ``blockSize``, so that a ciphertext tells no more of the length of the
    /// password than that.
    public func encoded() -> SecretBytes {
        var canonical = CanonicalBytes(use: Self.use)
        canonical.append(userName)
        canonical.append(password)
        let excess = (canonical.bytes.count + 4) % Self.blockSize
        canonical.append([UInt8](repeating: 0, count: excess == 0 ? 0 : Self.blockSize - excess))
        return SecretBytes(canonical.bytes)
    }

    /// Reads what ``encoded()`` writes, and nothing else.
    ///
    /// - Throws: ``RenewalError`` with `malformed` that says which part is wrong, and none of its content.
    public init(decoding secret: SecretBytes) throws {
        let bytes = secret.bytes
        guard !bytes.isEmpty, bytes.count.isMultiple(of: Self.blockSize) else {
            throw Self.malformed("their length is not a multiple of \(Self.blockSize) bytes")
        }
        var decoder = try CanonicalDecoder(bytes, use: Self.use)
        let userName = try decoder.text("userName")
        let password = try decoder.text("password")
        let padding = try decoder.field("padding")
        try decoder.end()
        guard padding.count < Self.blockSize, padding.allSatisfy({ $0 == 0 }) else {
            throw Self.malformed("their padding is not the shortest of zero bytes")
        }
        self.init(userName: userName, password: password)
    }

    /// The encoding's length is a multiple of this, in bytes.
    public static let blockSize = 64

    private static let use = "windows-credentials"

    private static func malformed(_ what: String) -> RenewalError {
        RenewalError(
            .malformed, "the opened Windows credentials can not be read: \(what); enter them again in the connection")
    }
}
