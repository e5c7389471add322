extension Envelope {
    /// Reads an envelope: every check of the format in its order, none of what only opening can tell.
    ///
    /// - Throws: ``/RenewalCore/RenewalError`` with `envelopeRejected` and the reason's name in `details["reason"]`.
    init(decoding sealed: SealedValue) throws(RenewalError) {
        guard !sealed.bytes.isEmpty else { throw EnvelopeReason.empty.error }
        guard sealed.bytes.count <= Self.mostBytes else { throw EnvelopeReason.tooLong.error }
        var reader = ByteReader(sealed.bytes)
        let (kind, suite) = try Self.preamble(&reader)
        let context = try Self.context(kind, &reader)
        let key = try Self.encapsulatedKey(suite, &reader)
        let ciphertext = try Self.ciphertext(&reader)
        guard reader.remaining == 0 else { throw EnvelopeReason.trailingBytes.error }
        self.init(context: context, suite: suite, encapsulatedKey: key, ciphertext: ciphertext)
    }

    /// The kinds' numbers.
    private enum Kind: UInt8 {
        case credential = 1
        case keyPackage = 2
        case delivery = 3

        var suite: Suite { self == .keyPackage ? .x25519 : .p256 }
    }

    private static func preamble(_ reader: inout ByteReader) throws(RenewalError) -> (Kind, Suite) {
        guard try reader.take(4, else: .wrongMagic) == magic else { throw EnvelopeReason.wrongMagic.error }
        let version = try reader.number(UInt8.self, else: .truncatedPreamble)
        guard version != 0 else { throw EnvelopeReason.formatZero.error }
        guard version == format else { throw EnvelopeReason.formatTooNew.error }
        let kindNumber = try reader.number(UInt8.self, else: .truncatedPreamble)
        guard let kind = Kind(rawValue: kindNumber) else { throw EnvelopeReason.unknownKind.error }
        let suiteNumber = try reader.number(UInt16.self, else: .truncatedPreamble)
        guard let suite = Suite(rawValue: suiteNumber) else { throw EnvelopeReason.unknownSuite.error }
        guard suite == kind.suite else { throw EnvelopeReason.suiteNotForKind.error }
        return (kind, suite)
    }

    private static func context(_ kind: Kind, _ reader: inout ByteReader) throws(RenewalError) -> SealContext {
        switch kind {
        case .credential: .credential(try credential(&reader))
        case .keyPackage: .keyPackage(try keyPackage(&reader))
        case .delivery: .delivery(try delivery(&reader))
        }
    }

    private static func credential(_ reader: inout ByteReader) throws(RenewalError) -> CredentialContext {
        let group: GroupID = try reader.id(else: .truncatedHeader)
        let connection: ConnectionID = try reader.id(else: .truncatedHeader)
        let revision = try reader.number(UInt64.self, else: .truncatedHeader)
        let number = try reader.number(UInt64.self, else: .truncatedHeader)
        let certificate = try reader.fingerprint(else: .truncatedHeader)
        guard revision > 0 else { throw EnvelopeReason.zeroRevision.error }
        guard let generation = Generation(number) else { throw EnvelopeReason.zeroGeneration.error }
        return CredentialContext(
            group: group, connection: connection, revision: revision, generation: generation,
            certificate: certificate)
    }

    private static func keyPackage(_ reader: inout ByteReader) throws(RenewalError) -> KeyPackageContext {
        let group: GroupID = try reader.id(else: .truncatedHeader)
        let number = try reader.number(UInt64.self, else: .truncatedHeader)
        let certificate = try reader.fingerprint(else: .truncatedHeader)
        let record = try reader.fingerprint(else: .truncatedHeader)
        guard let generation = Generation(number) else { throw EnvelopeReason.zeroGeneration.error }
        return KeyPackageContext(
            group: group, generation: generation, certificate: certificate, passwordRecord: record)
    }

    private static func delivery(_ reader: inout ByteReader) throws(RenewalError) -> DeliveryContext {
        let group: GroupID = try reader.id(else: .truncatedHeader)
        let number = try reader.number(UInt64.self, else: .truncatedHeader)
        let certificate = try reader.fingerprint(else: .truncatedHeader)
        let recipient = try reader.fingerprint(else: .truncatedHeader)
        guard let generation = Generation(number) else { throw EnvelopeReason.zeroGeneration.error }
        guard generation > .first else { throw EnvelopeReason.deliveryOfFirstGeneration.error }
        guard certificate != recipient else { throw EnvelopeReason.deliveryToItself.error }
        return DeliveryContext(
            group: group, generation: generation, certificate: certificate, recipient: recipient)
    }

    private static func encapsulatedKey(_ suite: Suite, _ reader: inout ByteReader) throws(RenewalError) -> [UInt8] {
        let length = Int(try reader.number(UInt16.self, else: .truncatedKeyLength))
        guard length == suite.encapsulatedKeyLength else { throw EnvelopeReason.wrongKeyLength.error }
        let key = try reader.take(length, else: .truncatedKey)
        if let reason = suite.reasonToRefuse(encapsulatedKey: key) { throw reason.error }
        return key
    }

    private static func ciphertext(_ reader: inout ByteReader) throws(RenewalError) -> [UInt8] {
        let length = try reader.number(UInt32.self, else: .truncatedCiphertextLength)
        guard length >= fewestCiphertextBytes else { throw EnvelopeReason.ciphertextTooShort.error }
        guard length <= mostCiphertextBytes else { throw EnvelopeReason.ciphertextTooLong.error }
        return try reader.take(Int(length), else: .truncatedCiphertext)
    }
}
