/// The one encoding of everything that is signed, hashed, or used as HPKE `info`.
///
/// A domain string (`renewalkit/v1/<use>`), then the fields; each of them, the domain included, is preceded by its
/// length in bytes as four bytes, big endian. Numbers are eight bytes, big endian; an instant is its seconds since 1970
/// as two's complement; an id is its 16 bytes; text is UTF-8; what is absent is an empty field; a list is its count and
/// then its elements. Two different values never have the same bytes, and bytes of one use are none of another.
public struct CanonicalBytes: Sendable {
    /// The encoding so far.
    public private(set) var bytes: [UInt8] = []

    /// Starts an encoding for one use, such as `request` or `link`.
    public init(use: String) {
        bytes.reserveCapacity(256)
        append("renewalkit/v1/" + use)
    }

    /// Appends bytes as a field.
    public mutating func append(_ field: [UInt8]) {
        append(length: field.count)
        bytes.append(contentsOf: field)
    }

    private mutating func append(length: Int) {
        let count = UInt32(length)
        bytes.append(UInt8(truncatingIfNeeded: count >> 24))
        bytes.append(UInt8(truncatingIfNeeded: count >> 16))
        bytes.append(UInt8(truncatingIfNeeded: count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: count))
    }

    /// Appends a number as a field of eight bytes.
    public mutating func append(_ number: UInt64) {
        append(withUnsafeBytes(of: number.bigEndian) { Array($0) })
    }

    /// Appends text as UTF-8.
    public mutating func append(_ text: String) { append(Array(text.utf8)) }

    /// Appends an id as its 16 bytes.
    public mutating func append(_ id: some UUIDIdentifier) { append(id.bytes) }

    /// Appends an instant.
    public mutating func append(_ instant: Instant) { append(UInt64(bitPattern: instant.secondsSince1970)) }

    /// Appends a generation.
    public mutating func append(_ generation: Generation) { append(generation.number) }

    /// Appends a fingerprint, or an empty field for none.
    public mutating func append(_ fingerprint: Fingerprint?) {
        guard let fingerprint else { return append(length: 0) }
        append(length: 32)
        fingerprint.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    /// Appends a public key: its algorithm's number and its bytes, two fields.
    public mutating func append(_ key: PublicKey) {
        append(UInt64(key.algorithm.rawValue))
        append(key.bytes)
    }
}
