/// A pull reader of JSON over the bytes of a document: strictly RFC 8259, one token at a time, nothing kept.
///
/// Strings and numbers come as ranges of the document, checked but not decoded, so that what nobody asks for costs
/// nothing more. Repeated names in an object, lone surrogates, invalid UTF-8 and anything after the value are refused.
/// Lines and columns are counted only for errors.
struct JSONReader {
    /// How deep arrays and objects may nest. Responses nest three deep.
    static let depthLimit = 64

    let bytes: UnsafeBufferPointer<UInt8>
    /// The names seen so far.
    private(set) var names = NameTable()
    /// The offset of the first byte of the token that ``next()`` gave last.
    private(set) var tokenStart: Int
    var position: Int
    private var state = State.value
    private var containers: [Container] = []
    private var objectCount: UInt64 = 0
    // By name, the number of the last object at this depth that had it; and the same for the other depths.
    private var holders: [UInt64] = []
    private var otherHolders: [[UInt64]] = Array(repeating: [], count: depthLimit + 1)

    private enum State {
        case value, firstElement, firstName, afterValue
    }

    private struct Container {
        /// The object's number; 0 for an array.
        var object: UInt64
    }

    /// A reader of the value that starts at that offset. The bytes must outlive the reader.
    init(bytes: UnsafeBufferPointer<UInt8>, from position: Int = 0) {
        self.bytes = bytes
        self.position = position
        tokenStart = position
    }

    /// How many arrays and objects are open.
    var depth: Int { containers.count }

    /// The next token.
    mutating func next() throws(JSONFault) -> JSONToken {
        skipWhitespace()
        tokenStart = position
        switch state {
        case .value:
            return try value()
        case .firstElement:
            return take("]") ? close(.arrayEnd) : try value()
        case .firstName:
            return take("}") ? close(.objectEnd) : try name(orElse: "or \"}\"")
        case .afterValue:
            return try afterValue()
        }
    }

    /// Passes the rest of the value whose first token was given last.
    mutating func skip(_ token: JSONToken) throws(JSONFault) {
        guard token == .objectStart || token == .arrayStart else { return }
        let outside = depth - 1
        while depth > outside { _ = try next() }
    }

    @inline(__always)
    private mutating func afterValue() throws(JSONFault) -> JSONToken {
        guard let container = containers.last else {
            guard position == bytes.count else { throw fault("nothing after the JSON value") }
            return .end
        }
        let isObject = container.object > 0
        if take(",") {
            skipWhitespace()
            tokenStart = position
            return isObject ? try name(orElse: "") : try value()
        }
        guard take(isObject ? "}" : "]") else { throw fault(isObject ? "\",\" or \"}\"" : "\",\" or \"]\"") }
        return close(isObject ? .objectEnd : .arrayEnd)
    }

    @inline(__always)
    private mutating func name(orElse others: String) throws(JSONFault) -> JSONToken {
        guard take("\"") else { throw fault("a name in quotation marks\(others.isEmpty ? "" : " \(others)")") }
        let number = try nameNumber()
        try claim(number)
        skipWhitespace()
        guard take(":") else { throw fault("\":\"") }
        state = .value
        return .name(number)
    }

    private mutating func value() throws(JSONFault) -> JSONToken {
        guard position < bytes.count else { throw fault("a JSON value") }
        switch bytes[position] {
        case UInt8(ascii: "\""):
            position += 1
            state = .afterValue
            return .string(try scanString())
        case UInt8(ascii: "{"):
            objectCount += 1
            return try open(Container(object: objectCount), .firstName, .objectStart)
        case UInt8(ascii: "["):
            return try open(Container(object: 0), .firstElement, .arrayStart)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            state = .afterValue
            return .number(try scanNumber())
        default:
            state = .afterValue
            if take(word: "null") { return .null }
            if take(word: "true") { return .boolean(true) }
            if take(word: "false") { return .boolean(false) }
            throw fault("a JSON value")
        }
    }

    private mutating func open(
        _ container: Container, _ next: State, _ token: JSONToken
    ) throws(JSONFault) -> JSONToken {
        guard containers.count < Self.depthLimit else { throw fault("at most \(Self.depthLimit) nested values") }
        position += 1
        exchangeHolders(to: depth + 1)
        containers.append(container)
        state = next
        return token
    }

    private mutating func close(_ token: JSONToken) -> JSONToken {
        exchangeHolders(to: depth - 1)
        containers.removeLast()
        state = .afterValue
        return token
    }

    private mutating func exchangeHolders(to depth: Int) {
        swap(&holders, &otherHolders[self.depth])
        swap(&holders, &otherHolders[depth])
    }

    /// Refuses a name that the innermost object has already.
    @inline(__always)
    private mutating func claim(_ name: Int) throws(JSONFault) {
        guard let object = containers.last?.object else { return }
        if holders.count <= name { holders.append(contentsOf: repeatElement(0, count: names.count - holders.count)) }
        guard holders[name] != object else {
            throw JSONFault(
                offset: tokenStart, expected: "each name once in an object",
                found: "\(names.text(of: name).quotedForMessage) again")
        }
        holders[name] = object
    }

    /// Passes a name, the reader standing behind its opening quotation mark. One that is expected and stands there was
    /// checked when it was new.
    @inline(__always)
    private mutating func nameNumber() throws(JSONFault) -> Int {
        if let (number, length) = names.expected(at: position, of: bytes) {
            position += length
            return number
        }
        let text = try scanString()
        guard let number = number(of: text) else {
            throw JSONFault(offset: tokenStart, expected: "at most \(NameTable.limit) different names")
        }
        return number
    }

    private mutating func number(of text: JSONText) -> Int? {
        guard text.hasEscapes else { return names.number(of: slice(text), isPlain: true) }
        var decoded = string(text)
        return decoded.withUTF8 { names.number(of: $0, isPlain: false) }
    }
}

// The smallest steps; in line, as there are some twenty for each member.
extension JSONReader {
    @inline(__always)
    mutating func skipWhitespace() {
        while position < bytes.count, bytes[position] <= UInt8(ascii: " ") {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
            default: return
            }
        }
    }

    @inline(__always)
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func take(word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for index in 0..<count where bytes[position + index] != word.utf8Start[index] { return false }
        position += count
        return true
    }

    /// An error at the present position.
    func fault(_ expected: String) -> JSONFault {
        JSONFault(offset: position, expected: expected)
    }
}
