/// Where and why a document is not JSON, or is beyond the reader's limits.
struct JSONFault: Error, Hashable {
    /// The offset of the first byte that can not be there.
    var offset: Int
    /// What could have been there.
    var expected: String
    /// What is there, where it is more than one character.
    var found: String?
}

extension DataverseError.TextPosition {
    /// The place of a byte of a file. Complexity: linear in the offset; made only for errors.
    init(offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                // Every byte that does not continue a scalar starts one.
                column += 1
            }
        }
        self.init(line: line, column: column)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The character at that offset, for a message.
    func shownInMessage(at offset: Int) -> String {
        guard offset < count else { return "the end of the file" }
        var decoder = UTF8()
        var rest = self[offset...].prefix(4).makeIterator()
        if case .scalarValue(let scalar) = decoder.decode(&rest) {
            return String(Character(scalar)).quotedForMessage
        }
        return "the byte 0x\(String(self[offset], radix: 16, uppercase: true))"
    }
}
