import FoundationEssentials
import RenewalCore

/// Reads what ``ByteWriter`` writes, and nothing else: a length beyond the end, an unknown value, text that is not UTF-8
/// and bytes left over are errors.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    /// What can not be read, without its content.
    struct Fault: Error {
        let field: String
    }

    /// Reads an encoding of that version.
    init(_ bytes: UnsafeRawBufferPointer, version: UInt8) throws(Fault) {
        self.bytes = bytes
        guard try byte("version") == version else { throw Fault(field: "version") }
    }

    private mutating func take(_ count: Int, _ field: String) throws(Fault) -> UnsafeRawBufferPointer {
        guard count >= 0, bytes.count - position >= count else { throw Fault(field: field) }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    mutating func byte(_ field: String) throws(Fault) -> UInt8 { try take(1, field)[0] }

    mutating func number(_ field: String) throws(Fault) -> UInt64 {
        UInt64(bigEndian: try take(8, field).loadUnaligned(as: UInt64.self))
    }

    mutating func integer(_ field: String) throws(Fault) -> Int {
        guard let value = Int(exactly: Int64(bitPattern: try number(field))) else { throw Fault(field: field) }
        return value
    }

    mutating func flag(_ field: String) throws(Fault) -> Bool {
        switch try byte(field) {
        case 0: return false
        case 1: return true
        default: throw Fault(field: field)
        }
    }

    mutating func count(_ field: String) throws(Fault) -> Int {
        Int(UInt32(bigEndian: try take(4, field).loadUnaligned(as: UInt32.self)))
    }

    mutating func bytes(_ field: String) throws(Fault) -> [UInt8] {
        let count = try count(field)
        return Array(try take(count, field))
    }

    mutating func text(_ field: String) throws(Fault) -> String {
        let count = try count(field)
        guard let text = String(validating: try take(count, field), as: UTF8.self) else { throw Fault(field: field) }
        return text
    }

    mutating func id<ID: UUIDIdentifier>(_ field: String, as: ID.Type = ID.self) throws(Fault) -> ID {
        ID(UUID(uuid: try take(16, field).loadUnaligned(as: uuid_t.self)))
    }

    mutating func instant(_ field: String) throws(Fault) -> Instant {
        Instant(secondsSince1970: Int64(bitPattern: try number(field)))
    }

    mutating func generation(_ field: String) throws(Fault) -> Generation {
        guard let generation = Generation(try number(field)) else { throw Fault(field: field) }
        return generation
    }

    mutating func fingerprint(_ field: String) throws(Fault) -> Fingerprint {
        guard let fingerprint = Fingerprint(copying: try take(32, field)) else { throw Fault(field: field) }
        return fingerprint
    }

    mutating func publicKey(_ field: String) throws(Fault) -> PublicKey {
        guard let algorithm = UInt16(exactly: try number(field)) else { throw Fault(field: field) }
        return PublicKey(KeyAlgorithm(rawValue: algorithm), try bytes(field))
    }

    /// A value of a type that is written as its name.
    mutating func named<Value: RawRepresentable<String>>(
        _ field: String, as: Value.Type = Value.self
    ) throws(Fault) -> Value {
        guard let value = Value(rawValue: try text(field)) else { throw Fault(field: field) }
        return value
    }

    mutating func optional<Value>(
        _ field: String, _ read: (inout ByteReader) throws(Fault) -> Value
    ) throws(Fault) -> Value? {
        try flag(field) ? try read(&self) : nil
    }

    mutating func list<Value>(
        _ field: String, _ read: (inout ByteReader) throws(Fault) -> Value
    ) throws(Fault) -> [Value] {
        let count = try count(field)
        var values: [Value] = []
        for _ in 0..<count { values.append(try read(&self)) }
        return values
    }

    /// Ends the reading: bytes left over are an error.
    func end() throws(Fault) {
        if position != bytes.count { throw Fault(field: "end") }
    }
}
