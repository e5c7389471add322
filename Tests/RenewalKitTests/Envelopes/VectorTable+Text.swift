import RenewalKit

extension VectorTable {
    /// The text form.
    static let texts: [Vector] = frameTexts + digitTexts + paddingTexts

    private static let text = SealedValue(package.bytes).text
    private static let value = String(text.dropFirst(6))

    private static let frameTexts: [Vector] = [
        refused("textEmpty", "no text", text: ""),
        refused("textWithoutValue", "the prefix alone", text: "rksv1:"),
        refused("textPrefix", "text without its prefix", text: value),
        refused("textPrefix", "prefix in upper case", text: "RKSV1:" + value),
        refused("textPrefix", "a later prefix", text: "rksv2:" + value),
        refused("textPrefix", "a space before the prefix", text: " " + text),
        refused("textPrefix", "a byte order mark before the prefix", text: "\u{FEFF}" + text),
        refused("textPrefix", "half a prefix", text: "rksv1"),
        refused("textTooLong", "131,073 characters", text: "rksv1:", padding: 131_067),
        refused("textTooLong", "131,073 characters without a prefix", text: "", padding: 131_073),
        refused("textTooLong", "200,000 characters", text: text, padding: 200_000 - text.count),
        refused("wrongMagic", "text of three zeros", text: "rksv1:AAAA"),
        refused("wrongMagic", "text of one zero", text: "rksv1:AA=="),
        refused("tooLong", "text of 65,696 bytes", text: "rksv1:", padding: 87_596),
        refused("truncatedCiphertext", "text cut by four characters", text: cut(delivery)),
    ]

    private static let digitTexts: [Vector] = [
        refused("textWhitespace", "a line feed at the end", text: text + "\n"),
        refused("textWhitespace", "a space after the prefix", text: "rksv1: " + value),
        refused("textWhitespace", "lines of 64", text: "rksv1:" + value.prefix(64) + "\r\n" + value.dropFirst(64)),
        refused("textWhitespace", "a tab inside", text: "rksv1:" + value.prefix(8) + "\t" + value.dropFirst(8)),
        refused("textCharacter", "the URL alphabet's dash", text: replacing(40, "-")),
        refused("textCharacter", "the URL alphabet's underscore", text: replacing(41, "_")),
        refused("textCharacter", "a NUL", text: replacing(42, "\0")),
        refused("textCharacter", "a letter with an accent", text: replacing(43, "\u{E9}")),
        refused("textCharacter", "a full-width letter", text: replacing(44, "\u{FF21}")),
        refused("textCharacter", "a no-break space", text: replacing(45, "\u{A0}")),
        refused("textCharacter", "quoted", text: "rksv1:\"\(value)\""),
    ]

    private static let paddingTexts: [Vector] = [
        refused("textPadding", "padding left out", text: trimmed(package)),
        refused("textPadding", "one sign of padding more", text: text + "="),
        refused("textPadding", "four signs of padding more", text: text + "===="),
        refused("textPadding", "padding alone", text: "rksv1:===="),
        refused("textPadding", "padding inside", text: replacing(46, "=")),
        refused("textPadding", "one digit", text: "rksv1:A"),
        refused("textPadding", "one digit and padding", text: "rksv1:A==="),
        refused("textUnusedBits", "package: an unused bit set", text: unused(package)),
        refused("textUnusedBits", "delivery: an unused bit set", text: unused(delivery)),
        refused("textUnusedBits", "credential: an unused bit set", text: unused(credential.carrying(17))),
        refused("textUnusedBits", "one byte, all unused bits set", text: "rksv1:AP=="),
        refused("textUnusedBits", "two bytes, one unused bit set", text: "rksv1:AAB="),
    ]

    private static func replacing(_ index: Int, _ character: String) -> String {
        String(text.prefix(index)) + character + String(text.dropFirst(index + 1))
    }

    private static func trimmed(_ sample: SealedSample) -> String {
        var text = SealedValue(sample.bytes).text
        while text.last == "=" { text.removeLast() }
        return text
    }

    private static func cut(_ sample: SealedSample) -> String { String(SealedValue(sample.bytes).text.dropLast(4)) }

    /// The last digit before the padding with the lowest of its unused bits set. Two bytes over a multiple of three
    /// leave two unused bits, so the digit's successor in the alphabet is meant.
    private static func unused(_ sample: SealedSample) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let digits = trimmed(sample)
        guard let last = digits.last, let place = alphabet.firstIndex(of: last) else { return digits }
        return digits.dropLast() + String(alphabet[place + 1]) + "="
    }
}
