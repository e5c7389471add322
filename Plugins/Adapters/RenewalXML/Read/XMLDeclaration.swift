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
        var attributes = Attributes(bytes[start.count..<end])
        guard let version = attributes.next("version"), version.count > 2, version.starts(with: [0x31, 0x2E]),
            version.dropFirst(2).allSatisfy({ $0 &- UInt8(ascii: "0") <= 9 })
        else { return .malformed }
        let encoding = attributes.next("encoding")
        let standalone = attributes.next("standalone")
        guard attributes.isEmpty, standalone.map({ $0.equals("yes") || $0.equals("no") }) ?? true else {
            return .malformed
        }
        guard let encoding else { return .acceptable }
        let name = String(decoding: encoding, as: UTF8.self)
        return name.lowercased() == "utf-8" ? .acceptable : .otherEncoding(name)
    }

    /// What stands between `<?xml` and `?>`.
    private struct Attributes {
        private var rest: Slice<UnsafeBufferPointer<UInt8>>

        init(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) { rest = bytes }

        /// Whether nothing but white space is left.
        var isEmpty: Bool { rest.allSatisfy(isSpace) }

        /// Takes the value of the attribute that comes next, where that is its name and it is well formed.
        mutating func next(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
            var ahead = rest.drop(while: isSpace)
            guard ahead.startIndex > rest.startIndex else { return nil }
            for index in 0..<name.utf8CodeUnitCount {
                guard ahead.popFirst() == name.utf8Start[index] else { return nil }
            }
            ahead = ahead.drop(while: isSpace)
            guard ahead.popFirst() == UInt8(ascii: "=") else { return nil }
            ahead = ahead.drop(while: isSpace)
            guard let quote = ahead.popFirst(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
                let end = ahead.firstIndex(of: quote)
            else { return nil }
            rest = ahead[(end + 1)...]
            return UnsafeBufferPointer(rebasing: ahead[..<end])
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x9, 0xA, 0xD].contains(byte) }
}
