import FoundationEssentials
import RenewalCore

/// Writes the values that no SQL tool needs as bytes: numbers as eight bytes, most significant first; ids as 16; bytes
/// and texts after their length in four; what may be absent after a byte 0 or 1; a list after its count. Each value has
/// one encoding.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    /// Starts an encoding of that version.
    init(version: UInt8, capacity: Int) {
        bytes.reserveCapacity(capacity)
        bytes.append(version)
    }

    mutating func append(byte: UInt8) { bytes.append(byte) }

    mutating func append(_ number: UInt64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ number: Int) { append(UInt64(bitPattern: Int64(number))) }

    mutating func append(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    mutating func append(_ field: [UInt8]) {
        append(count: field.count)
        bytes.append(contentsOf: field)
    }

    mutating func append(_ text: String) {
        append(count: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func append(count: Int) {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: count).bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ id: some UUIDIdentifier) {
        withUnsafeBytes(of: id.uuid.uuid) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ instant: Instant) { append(UInt64(bitPattern: instant.secondsSince1970)) }

    mutating func append(_ generation: Generation) { append(generation.number) }

    mutating func append(_ fingerprint: Fingerprint) {
        fingerprint.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ key: PublicKey) {
        append(UInt64(key.algorithm.rawValue))
        append(key.bytes)
    }

    mutating func append<Value>(_ value: Value?, _ write: (inout ByteWriter, Value) -> Void) {
        append(value != nil)
        if let value { write(&self, value) }
    }

    mutating func append<Value>(list: [Value], _ write: (inout ByteWriter, Value) -> Void) {
        append(count: list.count)
        for value in list { write(&self, value) }
    }
}
