/// The `<?xml … ?>` at the start of a document.
enum XMLDeclaration {
    enum Finding {
        case none, acceptable, malformed
        case otherEncoding(String)
    }

    /// Looks at the start of a document, byte order mark passed.
    ///
    /// An encoding other than UTF-8 would make the parser read the bytes as something else than was checked.
    static func check(_ bytes: UnsafeBufferPointer<UInt8>) -> Finding {
        let start = Array("<?xml".utf8)
        guard bytes.count > start.count, bytes.starts(with: start), isSpace(bytes[start.count]) else { return .none }
        let limit = min(bytes.count, 200)
        let end = (start.count..<max(start.count, limit - 1)).first { index in
            bytes[index] == UInt8(ascii: "?") && bytes[index + 1] == UInt8(ascii: ">")
        }
        guard let end else { return .malformed }
        let text = String(decoding: bytes[start.count..<end], as: UTF8.self)
        let form =
            #/
            \s+version\s*=\s*["']1\.[0-9]+["']
            (?:\s+encoding\s*=\s*["']([^"']*)["'])?
            (?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*
            /#
        guard let match = text.wholeMatch(of: form) else { return .malformed }
        guard let encoding = match.output.1 else { return .acceptable }
        return encoding.lowercased() == "utf-8" ? .acceptable : .otherEncoding(String(encoding))
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x9, 0xA, 0xD].contains(byte) }
}
