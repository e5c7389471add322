extension SealedValue {
    /// What the text form starts with: `rksv1:`, RenewalKit sealed value, first text form.
    public static let textPrefix = "rksv1:"

    /// The longest text that is read, in characters: a memo column of Dataverse can hold more, a sealed value never
    /// needs it.
    public static let longestText = 131_072

    /// The text form, for columns that hold text: ``textPrefix``, then canonical base64.
    ///
    /// Complexity: O(*n*) in the value's length.
    public var text: String { Self.textPrefix + Base64.encode(bytes) }

    /// Reads the text form: exactly what ``text`` writes.
    ///
    /// Complexity: O(*n*) in the text's length.
    ///
    /// - Throws: ``RenewalError`` with `envelopeRejected` and the reason in `details["reason"]`: `textEmpty`,
    ///   `textTooLong`, `textPrefix`, `textWithoutValue`, `textWhitespace`, `textCharacter`, `textPadding` or
    ///   `textUnusedBits`.
    public init(text: String) throws {
        guard !text.isEmpty else { throw Self.rejected("textEmpty", "there is none") }
        guard text.utf8.count <= Self.longestText else {
            throw Self.rejected("textTooLong", "it has more than \(Self.longestText) characters")
        }
        guard text.utf8.starts(with: Self.textPrefix.utf8) else {
            throw Self.rejected("textPrefix", "it does not start with \(Self.textPrefix)")
        }
        let value = Substring(text.utf8.dropFirst(Self.textPrefix.utf8.count))
        guard !value.isEmpty else { throw Self.rejected("textWithoutValue", "nothing follows its prefix") }
        do {
            self.init(try Base64.decode(value))
        } catch {
            throw switch error {
            case .whitespace: Self.rejected("textWhitespace", "there is white space in it")
            case .character: Self.rejected("textCharacter", "it has a character that base64 does not have")
            case .padding: Self.rejected("textPadding", "its base64 is not padded to a multiple of four characters")
            case .unusedBits: Self.rejected("textUnusedBits", "its last base64 digit has bits that no byte uses")
            }
        }
    }

    private static func rejected(_ reason: String, _ what: String) -> RenewalError {
        RenewalError(
            .envelopeRejected,
            "the text of a sealed value can not be read: \(what). Fetch it again; where that does not help, seal it anew",
            details: ["reason": reason])
    }
}
