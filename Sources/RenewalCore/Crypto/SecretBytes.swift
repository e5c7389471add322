/// Bytes that must not be seen: private keys, derived keys, plain credentials (Rule Z1).
///
/// Printing, dumping, reflecting or interpolating a value shows only that it is redacted. Equality takes the same time
/// wherever two values of one length differ.
public struct SecretBytes: Sendable, Equatable, Redacted {
    /// The bytes. Pass them to a cryptographic operation and to nothing else.
    public let bytes: [UInt8]

    /// Keeps the bytes as a secret.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether both hold the same bytes, compared in constant time.
    public static func == (lhs: SecretBytes, rhs: SecretBytes) -> Bool {
        constantTimeEqual(lhs.bytes, rhs.bytes)
    }
}

/// Whether both arrays hold the same bytes, in a time that depends on their lengths alone.
public func constantTimeEqual(_ lhs: [UInt8], _ rhs: [UInt8]) -> Bool {
    guard lhs.count == rhs.count else { return false }
    var difference: UInt8 = 0
    for index in lhs.indices { difference |= lhs[index] ^ rhs[index] }
    return difference == 0
}
