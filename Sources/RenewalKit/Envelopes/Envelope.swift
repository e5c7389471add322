/// A sealed value in its parts. The article Formats describes the encoding.
struct Envelope: Equatable {
    /// What it is for.
    let context: SealContext
    /// The suite it is sealed in.
    let suite: Suite
    /// HPKE's `enc`.
    let encapsulatedKey: [UInt8]
    /// HPKE's ciphertext, its 16 bytes of tag at the end.
    let ciphertext: [UInt8]

    /// The bytes `RKSV`: RenewalKit sealed value.
    static let magic: [UInt8] = Array("RKSV".utf8)
    /// The only format so far.
    static let format: UInt8 = 1
    /// AES-GCM's tag and one byte.
    static let fewestCiphertextBytes = 17
    /// 64 KiB: far above any credential, and low enough that nobody can fill a row with one.
    static let mostCiphertextBytes = 65_536
    /// The longest envelope: preamble, a credential's header, a P-256 key and the longest ciphertext.
    static let mostBytes = 8 + 80 + 2 + 65 + 4 + mostCiphertextBytes

    /// The encoding.
    func encoded() -> SealedValue {
        var writer = ByteWriter(capacity: 160 + ciphertext.count)
        writer.append(Self.magic)
        writer.append(Self.format)
        writer.append(context.kind)
        writer.append(suite.rawValue)
        context.append(to: &writer)
        writer.append(UInt16(encapsulatedKey.count))
        writer.append(encapsulatedKey)
        writer.append(UInt32(ciphertext.count))
        writer.append(ciphertext)
        return SealedValue(writer.bytes)
    }
}

extension SealContext {
    /// The suite that values of this kind are sealed in.
    var suite: Suite {
        switch self {
        case .credential, .delivery: .p256
        case .keyPackage: .x25519
        }
    }

    /// The kind's number in the envelope.
    var kind: UInt8 {
        switch self {
        case .credential: 1
        case .keyPackage: 2
        case .delivery: 3
        }
    }

    /// The kind's name in the canonical bytes.
    private var use: String {
        switch self {
        case .credential: "credential"
        case .keyPackage: "key-package"
        case .delivery: "delivery"
        }
    }

    /// HPKE's `info`: format, suite and every field of the header (Rule Z3).
    var info: [UInt8] {
        var canonical = CanonicalBytes(use: use)
        canonical.append(UInt64(Envelope.format))
        canonical.append(UInt64(suite.rawValue))
        switch self {
        case .credential(let header):
            canonical.append(header.group)
            canonical.append(header.connection)
            canonical.append(header.revision)
            canonical.append(header.generation)
            canonical.append(header.certificate)
        case .keyPackage(let header):
            canonical.append(header.group)
            canonical.append(header.generation)
            canonical.append(header.certificate)
            canonical.append(header.passwordRecord)
        case .delivery(let header):
            canonical.append(header.group)
            canonical.append(header.generation)
            canonical.append(header.certificate)
            canonical.append(header.recipient)
        }
        return canonical.bytes
    }

    /// The header's fields, each of fixed length.
    fileprivate func append(to writer: inout ByteWriter) {
        switch self {
        case .credential(let header):
            writer.append(header.group.bytes)
            writer.append(header.connection.bytes)
            writer.append(header.revision)
            writer.append(header.generation.number)
            writer.append(header.certificate.bytes)
        case .keyPackage(let header):
            writer.append(header.group.bytes)
            writer.append(header.generation.number)
            writer.append(header.certificate.bytes)
            writer.append(header.passwordRecord.bytes)
        case .delivery(let header):
            writer.append(header.group.bytes)
            writer.append(header.generation.number)
            writer.append(header.certificate.bytes)
            writer.append(header.recipient.bytes)
        }
    }
}
