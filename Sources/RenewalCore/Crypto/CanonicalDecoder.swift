/// Reads the fields that ``CanonicalBytes`` writes, strictly: a length beyond the end, a number that has not eight
/// bytes, an unknown value or bytes left over are errors, so that one value has one encoding.
public struct CanonicalDecoder: Sendable {
    private let bytes: [UInt8]
    private var position = 0

    /// Reads an encoding of that use.
    ///
    /// - Throws: ``RenewalError`` with `malformed` where the bytes do not start with the use's domain.
    public init(_ bytes: [UInt8], use: String) throws {
        self.bytes = bytes
        guard try text("domain") == "renewalkit/v1/" + use else {
            throw Self.malformed("domain", "it is no encoding of the use \(use)")
        }
    }

    /// The next field's bytes.
    ///
    /// - Parameter name: what the field is, for the error.
    /// - Throws: ``RenewalError`` with `malformed` where the field is longer than what is left.
    public mutating func field(_ name: String) throws -> [UInt8] {
        guard bytes.count - position >= 4 else { throw Self.malformed(name, "it is missing") }
        let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count - position - 4 >= length else { throw Self.malformed(name, "it is cut short") }
        defer { position += 4 + length }
        return Array(bytes[position + 4..<position + 4 + length])
    }

    /// The next field as a number of eight bytes.
    public mutating func number(_ name: String) throws -> UInt64 {
        let field = try field(name)
        guard field.count == 8 else { throw Self.malformed(name, "it has \(field.count) bytes, not 8") }
        return field.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The next field as text.
    public mutating func text(_ name: String) throws -> String {
        let field = try field(name)
        guard let text = String(validating: field, as: UTF8.self) else {
            throw Self.malformed(name, "it is not UTF-8")
        }
        return text
    }

    /// The next field as an id.
    public mutating func id<ID: UUIDIdentifier>(_ name: String, as: ID.Type = ID.self) throws -> ID {
        let field = try field(name)
        guard let id = ID(bytes: field) else { throw Self.malformed(name, "it has \(field.count) bytes, not 16") }
        return id
    }

    /// The next field as an instant.
    public mutating func instant(_ name: String) throws -> Instant {
        Instant(secondsSince1970: Int64(bitPattern: try number(name)))
    }

    /// The next field as a generation.
    public mutating func generation(_ name: String) throws -> Generation {
        guard let generation = Generation(try number(name)) else { throw Self.malformed(name, "there is none of 0") }
        return generation
    }

    /// The next field as a fingerprint; `nil` for an empty field.
    public mutating func fingerprint(_ name: String) throws -> Fingerprint? {
        let field = try field(name)
        if field.isEmpty { return nil }
        guard let fingerprint = Fingerprint(field) else {
            throw Self.malformed(name, "it has \(field.count) bytes, not 32")
        }
        return fingerprint
    }

    /// The next two fields as a public key.
    public mutating func publicKey(_ name: String) throws -> PublicKey {
        guard let algorithm = UInt16(exactly: try number(name)) else {
            throw Self.malformed(name, "there is no algorithm of such a number")
        }
        return PublicKey(KeyAlgorithm(rawValue: algorithm), try field(name))
    }

    /// Whether every byte was read.
    public var isAtEnd: Bool { position == bytes.count }

    /// Ends the reading.
    ///
    /// - Throws: ``RenewalError`` with `malformed` where bytes are left.
    public func end() throws {
        guard isAtEnd else { throw Self.malformed("end", "\(bytes.count - position) bytes are left over") }
    }

    /// The error for a field that does not hold what it should.
    public static func malformed(_ name: String, _ reason: String) -> RenewalError {
        RenewalError(
            .malformed, "the encoding's field \(name) can not be read: \(reason)",
            details: ["field": name, "reason": reason])
    }
}
