extension JSONReader {
    /// The bytes of a string without escapes.
    func slice(_ text: JSONText) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[text.start..<text.end])
    }

    /// The string's text.
    func string(_ text: JSONText) -> String {
        guard text.hasEscapes else { return String(decoding: slice(text), as: UTF8.self) }
        return String(decoding: unescaped(text), as: UTF8.self)
    }

    /// Passes a string, the reader standing behind its opening quotation mark, and checks it: no control character,
    /// valid UTF-8, valid escapes.
    mutating func scanString() throws(JSONFault) -> JSONText {
        let start = position
        var hasEscapes = false
        while true {
            skipPlainBytes()
            guard position < bytes.count else { throw fault("a quotation mark that ends the string") }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return JSONText(start: start, end: position - 1, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try scanEscape()
            case 0..<0x20:
                throw fault("control characters in strings to be escaped")
            case 0x20..<0x80:
                position += 1
            default:
                try scanMultibyteScalar()
            }
        }
    }

    /// Passes ASCII other than controls, quotation marks and backslashes, eight bytes at a time.
    private mutating func skipPlainBytes() {
        let raw = UnsafeRawBufferPointer(bytes)
        while position + 8 <= raw.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let ones: UInt64 = 0x0101_0101_0101_0101
            // A byte's high bit is set where the byte is zero; above the lowest such byte there may be false ones.
            let quotes = word ^ (ones &* 0x22)
            let slashes = word ^ (ones &* 0x5C)
            let special =
                ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes) | ((word &- ones &* 0x20) & ~word) | word
            let marks = special & (ones &* 0x80)
            if marks != 0 {
                position += marks.trailingZeroBitCount / 8
                return
            }
            position += 8
        }
    }

    private mutating func scanEscape() throws(JSONFault) {
        let start = position
        position += 1
        guard position < bytes.count else { throw fault("an escaped character") }
        switch bytes[position] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            position += 1
            let unit = try scanFourHexDigits()
            if UTF16.isTrailSurrogate(unit) { throw loneSurrogate(at: start) }
            if UTF16.isLeadSurrogate(unit) {
                guard take("\\"), take("u"), UTF16.isTrailSurrogate(try scanFourHexDigits()) else {
                    throw loneSurrogate(at: start)
                }
            }
        default:
            throw fault("one of \" \\ / b f n r t u after a backslash")
        }
    }

    private func loneSurrogate(at offset: Int) -> JSONFault {
        JSONFault(offset: offset, expected: "surrogates in pairs, high before low", found: "a lone surrogate")
    }

    private mutating func scanFourHexDigits() throws(JSONFault) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard position < bytes.count, let digit = bytes[position].hexDigitValue else {
                throw fault("four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    /// Passes one scalar of two to four bytes (The Unicode Standard, table 3-7: well-formed UTF-8).
    private mutating func scanMultibyteScalar() throws(JSONFault) {
        let lead = bytes[position]
        let (length, second): (Int, ClosedRange<UInt8>)
        switch lead {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw fault("valid UTF-8")
        }
        guard position + length <= bytes.count, second.contains(bytes[position + 1]),
            bytes[(position + 2)..<(position + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
        else { throw fault("valid UTF-8") }
        position += length
    }

    /// The bytes of a string with its escapes resolved. The string was checked by ``scanString()``.
    private func unescaped(_ text: JSONText) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.end - text.start)
        var index = text.start
        while index < text.end {
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < text.end else {
                decoded.append(bytes[index])
                index += 1
                continue
            }
            let letter = bytes[index + 1]
            index += 2
            switch letter {
            case UInt8(ascii: "b"): decoded.append(0x08)
            case UInt8(ascii: "f"): decoded.append(0x0C)
            case UInt8(ascii: "n"): decoded.append(0x0A)
            case UInt8(ascii: "r"): decoded.append(0x0D)
            case UInt8(ascii: "t"): decoded.append(0x09)
            case UInt8(ascii: "u"):
                var units = [codeUnit(at: index)]
                index += 4
                if UTF16.isLeadSurrogate(units[0]) {
                    units.append(codeUnit(at: index + 2))
                    index += 6
                }
                decoded.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
            default: decoded.append(letter)
            }
        }
        return decoded
    }

    private func codeUnit(at offset: Int) -> UInt16 {
        bytes[offset..<min(offset + 4, bytes.count)].reduce(0) { $0 << 4 | UInt16($1.hexDigitValue ?? 0) }
    }
}

extension UInt8 {
    /// The value of an ASCII hexadecimal digit.
    var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
