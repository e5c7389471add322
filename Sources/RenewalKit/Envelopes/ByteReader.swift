internal import FoundationEssentials

/// Takes bytes and big-endian numbers from the front; never past the end. What is missing is an error that the caller
/// names.
struct ByteReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// How many bytes are left.
    var remaining: Int { bytes.count - position }

    /// The next bytes.
    mutating func take(_ count: Int, else reason: EnvelopeReason) throws(RenewalError) -> [UInt8] {
        guard remaining >= count else { throw reason.error }
        position += count
        return Array(bytes[position - count..<position])
    }

    /// The next number.
    mutating func number<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self, else reason: EnvelopeReason
    ) throws(RenewalError) -> Number {
        try take(Number.bitWidth / 8, else: reason).reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    /// The next id.
    mutating func id<ID: UUIDIdentifier>(else reason: EnvelopeReason) throws(RenewalError) -> ID {
        let taken = try take(16, else: reason)
        return ID(taken.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) })
    }

    /// The next fingerprint.
    mutating func fingerprint(else reason: EnvelopeReason) throws(RenewalError) -> Fingerprint {
        guard let fingerprint = Fingerprint(try take(32, else: reason)) else { throw reason.error }
        return fingerprint
    }
}
