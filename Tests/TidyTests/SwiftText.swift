/// A Swift file taken apart: its code without comments and texts, and its comments and texts without code.
///
/// Both have the lines of the file. Texts are string literals without what is interpolated (that is code) and names in
/// backticks (those are both). Regular expression literals are not known here.
struct SwiftText {
    let code: [String]
    let prose: [String]

    init(_ source: String) {
        var scanner = Scanner(Array(source.utf8))
        scanner.scanCode(untilParenthesis: false)
        code = Self.lines(scanner.code)
        prose = Self.lines(scanner.prose)
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}

private struct Scanner {
    let bytes: [UInt8]
    var position = 0
    var code: [UInt8] = []
    var prose: [UInt8] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        code.reserveCapacity(bytes.count)
        prose.reserveCapacity(bytes.count)
    }

    enum Kind { case code, prose, both }

    /// Takes the next bytes as this kind; the other side gets blanks.
    mutating func take(_ count: Int = 1, as kind: Kind) {
        for byte in bytes[position..<min(position + count, bytes.count)] {
            let blank = byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " ")
            code.append(kind == .prose ? blank : byte)
            prose.append(kind == .code ? blank : byte)
        }
        position = min(position + count, bytes.count)
    }

    func starts(with text: String) -> Bool {
        bytes[position...].starts(with: text.utf8)
    }

    var isAtEnd: Bool { position >= bytes.count }

    mutating func scanCode(untilParenthesis: Bool) {
        var depth = 0
        while !isAtEnd {
            if starts(with: "//") {
                while !isAtEnd, bytes[position] != UInt8(ascii: "\n") { take(as: .prose) }
            } else if starts(with: "/*") {
                scanBlockComment()
            } else if let hashes = hashesBeforeQuote() {
                scanString(hashes: hashes)
            } else if bytes[position] == UInt8(ascii: "`") {
                take(as: .both)
                while !isAtEnd, bytes[position] != UInt8(ascii: "`") { take(as: .both) }
                take(as: .both)
            } else {
                if bytes[position] == UInt8(ascii: "(") { depth += 1 }
                if bytes[position] == UInt8(ascii: ")") {
                    if untilParenthesis, depth == 0 { return }
                    depth -= 1
                }
                take(as: .code)
            }
        }
    }

    mutating func scanBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                take(2, as: .prose)
            } else if starts(with: "*/") {
                depth -= 1
                take(2, as: .prose)
            } else {
                take(as: .prose)
            }
        } while depth > 0 && !isAtEnd
    }

    /// How many `#` stand before a quotation mark that starts here; `nil` where no string does.
    func hashesBeforeQuote() -> Int? {
        var end = position
        while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - position : nil
    }

    mutating func scanString(hashes: Int) {
        let hash = String(repeating: "#", count: hashes)
        take(hashes, as: .code)
        let quote = starts(with: "\"\"\"") ? "\"\"\"" : "\""
        take(quote.utf8.count, as: .code)
        while !isAtEnd {
            if starts(with: quote + hash) {
                return take(quote.utf8.count + hashes, as: .code)
            } else if starts(with: "\\" + hash + "(") {
                take(2 + hashes, as: .code)
                scanCode(untilParenthesis: true)
                take(as: .code)
            } else if starts(with: "\\" + hash) {
                take(2 + hashes, as: .prose)
            } else {
                take(as: .prose)
            }
        }
    }
}
