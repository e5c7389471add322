internal import FoundationEssentials

/// Cuts a filter into tokens.
struct FilterLexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// The next token; `end` at the end, however often.
    mutating func next() throws(FilterFault) -> FilterToken {
        while position < scalars.count, Self.isSpace(scalars[position]) { position += 1 }
        let start = position
        guard position < scalars.count else { return FilterToken(kind: .end, offset: start, length: 0) }
        switch scalars[position] {
        case "(": return single(.open)
        case ")": return single(.close)
        case ",": return single(.comma)
        case "'": return try string()
        default: return try word()
        }
    }

    private mutating func single(_ kind: FilterToken.Kind) -> FilterToken {
        position += 1
        return FilterToken(kind: kind, offset: position - 1, length: 1)
    }

    /// Text in single quotation marks; two of them within it stand for one.
    private mutating func string() throws(FilterFault) -> FilterToken {
        let start = position
        var text = String.UnicodeScalarView()
        position += 1
        while position < scalars.count {
            let scalar = scalars[position]
            position += 1
            guard scalar == "'" else {
                text.append(scalar)
                continue
            }
            guard position < scalars.count, scalars[position] == "'" else {
                return FilterToken(kind: .value(.text(String(text))), offset: start, length: position - start)
            }
            text.append("'")
            position += 1
        }
        throw FilterFault(
            offset: start, length: 1, found: "a string without an end",
            expected: "a closing quotation mark; one within the string is written twice, as in 'd''été'")
    }

    /// Everything else reaches to the next space, bracket, comma or quotation mark.
    private mutating func word() throws(FilterFault) -> FilterToken {
        let start = position
        while position < scalars.count, !Self.endsWord(scalars[position]) { position += 1 }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[start..<position])
        guard let kind = Self.kind(of: String(view)) else {
            throw FilterFault(
                offset: start, length: position - start, found: String(view).quotedForMessage,
                expected: Self.expectation(for: scalars[start]))
        }
        return FilterToken(kind: kind, offset: start, length: position - start)
    }

    private static func kind(of word: String) -> FilterToken.Kind? {
        switch word {
        case "null": return .value(.null)
        case "true": return .value(.boolean(true))
        case "false": return .value(.boolean(false))
        default: break
        }
        if word.utf8.count == 36, let guid = UUID(uuidString: word) { return .value(.guid(guid)) }
        if let instant = Instant(word) { return .value(.instant(instant)) }
        if word.utf8.first != UInt8(ascii: "+"), let number = Int64(word) { return .value(.integer(number)) }
        let parts = word.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.allSatisfy(isName) ? .word(word) : nil
    }

    private static func isName(_ part: Substring.UTF8View) -> Bool {
        guard let first = part.first, !isDigit(first) else { return false }
        return part.allSatisfy { byte in
            isDigit(byte) || byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= byte | 0x20
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= byte }

    private static func expectation(for first: Unicode.Scalar) -> String {
        ("0"..."9") ~= first || first == "-" || first == "+"
            ? "a whole number within 64 bits, an instant such as 2026-11-23T04:00:00Z, a date or a GUID"
            : "a column, a value, and, or, not or a function; strings stand in single quotation marks"
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
    }

    private static func endsWord(_ scalar: Unicode.Scalar) -> Bool {
        isSpace(scalar) || scalar == "(" || scalar == ")" || scalar == "," || scalar == "'"
    }
}
