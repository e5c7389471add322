/// The inverse of the HTML encoding that values of type string have in a package.
enum HTMLText {
    /// The text without its references. Those that stand for no character that XML can hold, and names that the encoding
    /// does not use, stay as they are.
    static func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(bytes) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "&"), let (scalar, end) = reference(bytes, index + 1) {
                result.append(contentsOf: Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
                index = end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The character of the reference whose name starts at the index, and where it ends.
    private static func reference(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int
    ) -> (scalar: Unicode.Scalar, end: Int)? {
        // The longest are `#x10FFFF;` and `#1114111;`.
        let window = bytes[start..<min(start + 10, bytes.count)]
        guard let end = window.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        let scalar: Unicode.Scalar? =
            switch name {
            case "amp": "&"
            case "lt": "<"
            case "gt": ">"
            case "quot": "\""
            case "apos": "'"
            case "nbsp": "\u{A0}"
            default: number(name)
            }
        return scalar.map { ($0, end + 1) }
    }

    private static func number(_ name: String) -> Unicode.Scalar? {
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
        let value = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard !digits.contains("+"), let scalar = value.flatMap(Unicode.Scalar.init), scalar.isXMLCharacter else {
            return nil
        }
        return scalar
    }
}
