/// What the parser has told and nobody has asked for yet, in memory that is used again and again.
///
/// The parser tells a text in pieces. They are joined here, up to the next tag, comment, instruction or section; what is
/// white space alone is no event. Sections next to each other are one text, up to a mebibyte or a little more.
struct EventQueue: ~Copyable {
    /// An element's start or end, or a text.
    struct Entry {
        let event: XMLCursor.Event
        /// The local name, in the parser's dictionary.
        var name: UnsafePointer<UInt8>?
        var hasNamespace = false
        /// Whether the end is told by this start too.
        var isEmpty = false
        /// Where the attributes, or the bytes of the text, begin in the queue, and how many there are.
        var start = 0
        var count = 0
        /// The line on which the text ends.
        var line = 0
    }

    /// An attribute; its value is among the queue's bytes.
    struct Attribute {
        /// The local name, in the parser's dictionary.
        let name: UnsafePointer<UInt8>
        let hasNamespace: Bool
        fileprivate let start: Int
        fileprivate let count: Int
    }

    private enum Run { case none, text, section }

    private var entries: [Entry] = []
    private var position = 0
    private var attributes: [Attribute] = []
    private var bytes = ReusedBytes(capacity: 32 * 1_024)
    // The text whose end was not told yet.
    private var run = Run.none
    private var runStart = 0
    private var runLine = 0
    private var isBlank = true
    private var isAtEmptyElement = false

    private static let longSections = 1_024 * 1_024

    /// The next event.
    @inline(__always)
    mutating func next() -> Entry? {
        guard position < entries.count else { return nil }
        position += 1
        return entries[position - 1]
    }

    /// Forgets what was handed out. The beginning of a text stays.
    mutating func reuse() {
        entries.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
        position = 0
        bytes.drop(to: run == .none ? bytes.count : runStart)
        runStart = 0
    }

    /// An attribute of a start that was handed out.
    @inline(__always)
    func attribute(_ index: Int) -> Attribute { attributes[index] }

    /// The value of an attribute, good until the next event.
    @inline(__always)
    func value(of attribute: Attribute) -> UnsafeBufferPointer<UInt8> { bytes.piece(attribute.start, attribute.count) }

    /// The bytes of a text that was handed out, good until the next event.
    func text(of entry: Entry) -> UnsafeBufferPointer<UInt8> { bytes.piece(entry.start, entry.count) }

    /// Takes an attribute of the start that comes next.
    @inline(__always)
    mutating func addAttribute(
        _ name: UnsafePointer<UInt8>, hasNamespace: Bool, _ value: UnsafePointer<UInt8>, _ count: Int
    ) {
        attributes.append(Attribute(name: name, hasNamespace: hasNamespace, start: bytes.count, count: count))
        bytes.append(value, count)
    }

    /// Takes the start of an element, and its last attributes.
    @inline(__always)
    mutating func addStart(_ name: UnsafePointer<UInt8>?, hasNamespace: Bool, isEmpty: Bool, attributes count: Int) {
        isAtEmptyElement = isEmpty
        entries.append(
            Entry(
                event: .start, name: name, hasNamespace: hasNamespace, isEmpty: isEmpty,
                start: attributes.count - count, count: count))
    }

    /// Takes the end of an element; that of an empty one is known.
    @inline(__always)
    mutating func addEnd(_ name: UnsafePointer<UInt8>?, hasNamespace: Bool) {
        if isAtEmptyElement {
            isAtEmptyElement = false
        } else {
            entries.append(Entry(event: .end, name: name, hasNamespace: hasNamespace))
        }
    }

    /// Takes a piece of text, which ends on that line.
    @inline(__always)
    mutating func addText(_ piece: UnsafePointer<UInt8>, _ count: Int, line: Int) {
        if run != .text { begin(.text) }
        var index = isBlank ? 0 : count
        while index < count {
            isBlank = piece[index].isSpace
            index = isBlank ? index + 1 : count
        }
        bytes.append(piece, count)
        runLine = line
    }

    /// Takes a piece of a section of text, which ends on that line.
    mutating func addSection(_ piece: UnsafePointer<UInt8>, _ count: Int, line: Int) {
        if run != .section { begin(.section) }
        bytes.append(piece, count)
        runLine = line
    }

    private mutating func begin(_ next: Run) {
        endText()
        run = next
        runStart = bytes.count
        isBlank = next == .text
    }

    /// Ends the present text.
    @inline(__always)
    mutating func endText() {
        guard run != .none else { return }
        run = .none
        if isBlank {
            bytes.cut(to: runStart)
        } else {
            entries.append(Entry(event: .text, start: runStart, count: bytes.count - runStart, line: runLine))
        }
    }

    /// Ends sections next to each other that have become long, as the gate limits each of them and not their number.
    mutating func endLongSections() {
        if run == .section, bytes.count - runStart > Self.longSections { endText() }
    }
}

extension UInt8 {
    /// Whether this is white space of XML.
    @inline(__always)
    fileprivate var isSpace: Bool { self == 0x20 || self == 0xA || self == 0xD || self == 0x9 }
}
