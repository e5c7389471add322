/// Why the bytes of a sealed value are not an envelope: `details["reason"]` of an `envelopeRejected` error.
///
/// The names are part of the format. A decoder checks in the order of the article Formats and names the first that
/// holds, so that two decoders agree.
enum EnvelopeReason: String, CaseIterable {
    case empty
    case tooLong
    case wrongMagic
    case truncatedPreamble
    case formatZero
    case formatTooNew
    case unknownKind
    case unknownSuite
    case suiteNotForKind
    case truncatedHeader
    case zeroRevision
    case zeroGeneration
    case deliveryOfFirstGeneration
    case deliveryToItself
    case truncatedKeyLength
    case wrongKeyLength
    case truncatedKey
    case keyNotUncompressed
    case keyNotOnCurve
    case keyNotCanonical
    case keyOfLowOrder
    case truncatedCiphertextLength
    case ciphertextTooShort
    case ciphertextTooLong
    case truncatedCiphertext
    case trailingBytes

    /// The error for this reason.
    var error: RenewalError {
        RenewalError(
            .envelopeRejected,
            "a sealed value can not be read: \(explanation). Fetch it again; where that does not help, seal it anew",
            details: ["reason": rawValue])
    }

    private var explanation: String {
        switch self {
        case .empty: "it has no bytes"
        case .tooLong: "it has more than \(Envelope.mostBytes) bytes"
        case .wrongMagic: "it does not start with the bytes RKSV"
        case .truncatedPreamble: "it ends before its suite"
        case .formatZero: "it names format 0, which does not exist"
        case .formatTooNew: "it names a format that this version does not know; update the library"
        case .unknownKind: "it names a kind that this version does not know"
        case .unknownSuite: "it names a suite that is not allowed"
        case .suiteNotForKind: "its kind is never sealed in its suite"
        case .truncatedHeader: "it ends within its header"
        case .zeroRevision: "it names credential revision 0"
        case .zeroGeneration: "it names generation 0"
        case .deliveryOfFirstGeneration: "it is a delivery of generation 1, which has no generation before it"
        case .deliveryToItself: "it is a delivery of a key to that same key"
        case .truncatedKeyLength: "it ends within the length of its encapsulated key"
        case .wrongKeyLength: "its encapsulated key has not the length of its suite"
        case .truncatedKey: "it ends within its encapsulated key"
        case .keyNotUncompressed: "its encapsulated key is not an uncompressed point"
        case .keyNotOnCurve: "its encapsulated key is not a point of P-256"
        case .keyNotCanonical: "its encapsulated key is not below the field's prime"
        case .keyOfLowOrder: "its encapsulated key is a point of low order"
        case .truncatedCiphertextLength: "it ends within the length of its ciphertext"
        case .ciphertextTooShort: "its ciphertext is shorter than one byte and a tag"
        case .ciphertextTooLong: "its ciphertext has more than \(Envelope.mostCiphertextBytes) bytes"
        case .truncatedCiphertext: "it ends within its ciphertext"
        case .trailingBytes: "it goes on after its ciphertext"
        }
    }
}
