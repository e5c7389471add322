/// The double's sealed value: header, recipient, the secret under a mask that anyone can lift, and a checksum.
///
/// The mask only keeps a plain secret out of rows, so that a test can look for one there.
struct InsecureEnvelope {
    /// The header.
    let context: SealContext
    /// The public key it is sealed to.
    let recipient: PublicKey
    private let masked: [UInt8]
    private let checksum: [UInt8]

    private static let use = "insecure-envelope"

    init(sealing secret: SecretBytes, to recipient: PublicKey, context: SealContext) {
        self.context = context
        self.recipient = recipient
        masked = Self.mask(secret.bytes, for: recipient, in: context)
        checksum = Self.checksum(masked, for: recipient, in: context)
    }

    /// Reads an envelope, strictly.
    init(_ sealed: SealedValue) throws {
        do {
            var reader = try CanonicalDecoder(sealed.bytes, use: Self.use)
            context = try InsecureHeader.read(try reader.field("header"))
            recipient = try reader.publicKey("recipient")
            masked = try reader.field("secret")
            checksum = try reader.field("checksum")
            try reader.end()
            guard checksum.count == 32 else { throw CanonicalDecoder.malformed("checksum", "it has not 32 bytes") }
        } catch let error as RenewalError {
            throw RenewalError(
                .envelopeRejected, "the sealed value is not well formed: \(error.message)", details: error.details)
        }
    }

    /// The encoding.
    var sealed: SealedValue {
        var canonical = CanonicalBytes(use: Self.use)
        canonical.append(InsecureHeader.encode(context))
        canonical.append(recipient)
        canonical.append(masked)
        canonical.append(checksum)
        return SealedValue(canonical.bytes)
    }

    /// The secret, where the checksum holds.
    func open() throws -> SecretBytes {
        guard checksum == Self.checksum(masked, for: recipient, in: context) else {
            throw RenewalError(.sealBroken, "the sealed value does not open: it was changed")
        }
        return SecretBytes(Self.mask(masked, for: recipient, in: context))
    }

    private static func mask(_ bytes: [UInt8], for recipient: PublicKey, in context: SealContext) -> [UInt8] {
        var block = InsecureDigest.of(use: 3, recipient.bytes, InsecureHeader.encode(context))
        var masked: [UInt8] = []
        masked.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            if index > 0, index.isMultiple(of: 32) { block = InsecureDigest.of(use: 4, block) }
            masked.append(byte ^ block[index % 32])
        }
        return masked
    }

    private static func checksum(_ masked: [UInt8], for recipient: PublicKey, in context: SealContext) -> [UInt8] {
        InsecureDigest.of(use: 5, recipient.bytes, InsecureHeader.encode(context), masked)
    }
}

/// The canonical bytes of a header.
enum InsecureHeader {
    private static let use = "insecure-header"

    static func encode(_ context: SealContext) -> [UInt8] {
        var canonical = CanonicalBytes(use: use)
        switch context {
        case .credential(let header):
            canonical.append(UInt64(1))
            canonical.append(header.group)
            canonical.append(header.connection)
            canonical.append(header.revision)
            canonical.append(header.generation)
            canonical.append(header.certificate)
        case .keyPackage(let header):
            canonical.append(UInt64(2))
            canonical.append(header.group)
            canonical.append(header.generation)
            canonical.append(header.certificate)
            canonical.append(header.passwordRecord)
        case .delivery(let header):
            canonical.append(UInt64(3))
            canonical.append(header.group)
            canonical.append(header.generation)
            canonical.append(header.certificate)
            canonical.append(header.recipient)
        }
        return canonical.bytes
    }

    static func read(_ bytes: [UInt8]) throws -> SealContext {
        var reader = try CanonicalDecoder(bytes, use: use)
        let kind = try reader.number("kind")
        let group = try reader.id("group", as: GroupID.self)
        let context: SealContext
        switch kind {
        case 1:
            context = .credential(
                CredentialContext(
                    group: group, connection: try reader.id("connection"), revision: try reader.number("revision"),
                    generation: try reader.generation("generation"), certificate: try fingerprint(&reader)))
        case 2:
            context = .keyPackage(
                KeyPackageContext(
                    group: group, generation: try reader.generation("generation"),
                    certificate: try fingerprint(&reader), passwordRecord: try fingerprint(&reader)))
        case 3:
            context = .delivery(
                DeliveryContext(
                    group: group, generation: try reader.generation("generation"),
                    certificate: try fingerprint(&reader), recipient: try fingerprint(&reader)))
        default:
            throw CanonicalDecoder.malformed("kind", "there is no kind \(kind)")
        }
        try reader.end()
        return context
    }

    private static func fingerprint(_ reader: inout CanonicalDecoder) throws -> Fingerprint {
        guard let fingerprint = try reader.fingerprint("fingerprint") else {
            throw CanonicalDecoder.malformed("fingerprint", "it is empty")
        }
        return fingerprint
    }
}
