#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Follows markup just closely enough to know what is a tag, a text, a comment, and refuses what is too long, too deep or
/// a declaration, before the parser has seen it.
///
/// What runs for every tag is always in line, as it runs once for every few bytes.
///
/// It does not check that the markup is well formed. Where it is not, the parser stops at that place, so it does not
/// matter what this makes of the rest.
struct MarkupCheck {
    /// What was wrong.
    enum Fault {
        case documentType, declaration, tooLong, tooDeep, tooManyAttributes, textTooLong, tooManyInstructions
        case sectionEnd
    }

    private enum State {
        case text, opened, tag, endTag, instruction, comment, cdata
        case quoted(UInt8)
        // `<!` and so many bytes of what follows.
        case declaration(Int)
    }

    // Outside of the root, where packages have none but the XML declaration, and where libxml2 keeps those that name
    // catalogs in a list that it goes through each time.
    private static let maximumInstructions = 64

    private let limits: ReadLimits
    private var state = State.text
    private var length = 0
    private var attributes = 0
    private var depth = 0
    private var instructions = 0
    // How many brackets the block before ended with, within a text.
    private var openBrackets = 0
    // How many of the last bytes begin the end of a comment, section or instruction, or whether a tag's last was `/`.
    private var pending = 0
    private var opening: [UInt8] = []
    // What stands before the next tag where that is a child of the root, as far as it was seen.
    private var outerText: [UInt8] = []
    /// The start and end tags of the block, by the place of the byte after their `<`.
    private(set) var tags: [Int32] = []
    /// The text before those tags of the block that are children of the root or its end, by their place in ``tags``.
    private(set) var outerTexts: [(tag: Int, text: [UInt8])] = []

    init(_ limits: ReadLimits) { self.limits = limits }

    /// Follows the next block; the place of the first fault, where there is one.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> (fault: Fault, offset: Int)? {
        tags.removeAll(keepingCapacity: true)
        if !outerTexts.isEmpty { outerTexts = [] }
        var index = 0
        while index < bytes.count {
            let start = index
            let fault = step(bytes, &index)
            if let fault { return (fault, max(start, index - 1)) }
        }
        return nil
    }

    @inline(__always)
    private mutating func step(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Fault? {
        switch state {
        case .text: return text(bytes, &index)
        case .tag: return tag(bytes, &index)
        case .quoted(let quote):
            if advance(bytes, &index, to: quote) { state = .tag }
        case .endTag:
            if advance(bytes, &index, to: UInt8(ascii: ">")) {
                depth -= 1
                begin(.text)
            }
        case .opened: return open(bytes, &index)
        case .declaration(let count): return declare(bytes[index], count, &index)
        case .comment: end(bytes, &index, after: UInt8(ascii: "-"), 2)
        case .cdata: end(bytes, &index, after: UInt8(ascii: "]"), 2)
        case .instruction: end(bytes, &index, after: UInt8(ascii: "?"), 1)
        }
        if case .cdata = state { return length > limits.textBytes ? .textTooLong : nil }
        return length > limits.tagBytes ? .tooLong : nil
    }

    @inline(__always)
    private mutating func text(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Fault? {
        let (start, isFirst) = (index, length == 0)
        let isEnded = advance(bytes, &index, to: UInt8(ascii: "<"))
        if length > limits.textBytes + 1 { return .textTooLong }
        if hasSectionEnd(bytes, start..<index, isEnded) { return .sectionEnd }
        if depth == 1, index - start > (isEnded ? 1 : 0) {
            if isFirst { outerText = [] }
            outerText += bytes[start..<index - (isEnded ? 1 : 0)]
        }
        if isEnded { begin(.opened) }
        return nil
    }

    /// Whether `]]>` stands in a text, which the parser only sees within a block; `index` may be behind the text's `<`.
    @inline(__always)
    private mutating func hasSectionEnd(
        _ bytes: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>, _ isEnded: Bool
    ) -> Bool {
        let bracket = UInt8(ascii: "]")
        // How many of the two bytes before a place are brackets, those of the block before included.
        func brackets(before place: Int) -> Int {
            var count = 0
            while count < 2, place - count > piece.lowerBound {
                guard bytes[place - count - 1] == bracket else { return count }
                count += 1
            }
            return place - count > piece.lowerBound ? count : min(2, count + openBrackets)
        }
        var next = bytes.end(of: UInt8(ascii: ">"), from: piece.lowerBound) ?? piece.upperBound + 1
        while next <= piece.upperBound {
            if brackets(before: next - 1) == 2 { return true }
            next = bytes.end(of: UInt8(ascii: ">"), from: next) ?? piece.upperBound + 1
        }
        openBrackets = isEnded ? 0 : brackets(before: piece.upperBound)
        return false
    }

    @inline(__always)
    private mutating func open(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Fault? {
        switch bytes[index] {
        case UInt8(ascii: "/"):
            note(index)
            state = .endTag
        case UInt8(ascii: "?"):
            state = .instruction
            if depth == 0 { instructions += 1 }
            if instructions > Self.maximumInstructions { return .tooManyInstructions }
        case UInt8(ascii: "!"): state = .declaration(0)
        default:
            // Not consumed: it may end the tag.
            note(index)
            state = .tag
            depth += 1
            return depth > limits.depth ? .tooDeep : nil
        }
        index += 1
        return nil
    }

    /// Notes a tag.
    private mutating func note(_ index: Int) {
        if depth == 1 {
            outerTexts.append((tags.count, outerText))
            outerText = []
        }
        tags.append(Int32(truncatingIfNeeded: index))
    }

    /// Follows a tag and what is quoted in it, mostly to its end.
    @inline(__always)
    private mutating func tag(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Fault? {
        let start = index
        while true {
            index = bytes.firstMark(from: index)
            guard index < bytes.count else { break }
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: ">") {
                let isEmpty = index - start > 1 ? bytes[index - 2] == UInt8(ascii: "/") : pending == 1
                if isEmpty { depth -= 1 }
                length += index - start
                if length > limits.tagBytes { return .tooLong }
                begin(.text)
                return nil
            }
            attributes += 1
            if attributes > limits.attributes { return .tooManyAttributes }
            guard let end = bytes.end(of: byte, from: index) else {
                length += bytes.count - start
                index = bytes.count
                pending = 0
                state = .quoted(byte)
                return length > limits.tagBytes ? .tooLong : nil
            }
            index = end
        }
        if index > start { pending = bytes[index - 1] == UInt8(ascii: "/") ? 1 : 0 }
        length += index - start
        return length > limits.tagBytes ? .tooLong : nil
    }

    /// Takes a byte after `<!`: only comments and sections of text may follow.
    private mutating func declare(_ byte: UInt8, _ count: Int, _ index: inout Int) -> Fault? {
        let (comment, section): (StaticString, StaticString) = ("--", "[CDATA[")
        if count == 0 { opening = [] }
        opening.append(byte)
        index += 1
        if comment.starts(with: opening) {
            if opening.count == comment.utf8CodeUnitCount { begin(.comment) } else { state = .declaration(count + 1) }
        } else if section.starts(with: opening) {
            if opening.count == section.utf8CodeUnitCount { begin(.cdata) } else { state = .declaration(count + 1) }
        } else {
            return opening == [UInt8(ascii: "D")] ? .documentType : .declaration
        }
        return nil
    }

    private mutating func begin(_ next: State) {
        state = next
        length = 0
        pending = 0
        if case .opened = next { attributes = 0 }
    }

    /// Goes behind the next such byte; `false` where the block has none.
    @inline(__always)
    private mutating func advance(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, to byte: UInt8
    ) -> Bool {
        let end = bytes.end(of: byte, from: index)
        length += (end ?? bytes.count) - index
        index = end ?? bytes.count
        return end != nil
    }

    /// Goes behind `-->`, `]]>` or `?>`.
    private mutating func end(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, after mark: UInt8, _ count: Int
    ) {
        let start = index
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == mark {
                pending = min(pending + 1, count)
            } else if byte == UInt8(ascii: ">"), pending == count {
                return begin(.text)
            } else {
                pending = 0
            }
        }
        length += index - start
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The place of the next `"`, `'` or `>`; eight bytes are looked at together.
    @inline(__always)
    fileprivate func firstMark(from start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(self)
        var index = start
        while index + 8 <= count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let marks = word.bytes(equalTo: "\"") | word.bytes(equalTo: "'") | word.bytes(equalTo: ">")
            if marks != 0 { return index + marks.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count {
            switch self[index] {
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ">"): return index
            default: index += 1
            }
        }
        return count
    }

    /// The place behind the next such byte; `nil` where there is none.
    fileprivate func end(of byte: UInt8, from index: Int) -> Int? {
        guard let start = baseAddress, let found = memchr(start + index, CInt(byte), count - index) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(start) + 1
    }
}

extension UInt64 {
    /// The high bit of each byte that is this one; higher bytes may be marked wrongly, the lowest is right.
    @inline(__always)
    fileprivate func bytes(equalTo byte: Unicode.Scalar) -> UInt64 {
        let difference = self ^ (UInt64(UInt8(ascii: byte)) &* 0x0101_0101_0101_0101)
        return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    }
}

extension StaticString {
    fileprivate func starts(with bytes: [UInt8]) -> Bool {
        bytes.count <= utf8CodeUnitCount && (0..<bytes.count).allSatisfy { utf8Start[$0] == bytes[$0] }
    }
}
