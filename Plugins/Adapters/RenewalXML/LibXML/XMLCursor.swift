/// Reads a document event by event: has it parsed block by block, and hands out what the parser told of a block before the
/// next one is read.
///
/// This, its ``PushParser`` and ``XMLOutput`` are all that touches libxml2. Nothing of the process is changed: no entity
/// loader, no handler of errors, no setting. The bytes come through a ``ByteGate``, so that the parser sees no declaration
/// of a document type; it may open nothing and ask no network.
struct XMLCursor: ~Copyable {
    /// What the cursor stands at. An empty element has a start and an end like others.
    enum Event { case start, end, text, finished }

    /// The document's name, for errors.
    let file: String
    private let gate: ByteGate
    private var parser: PushParser
    private var isAtLastBlock = false
    private var event = Event.finished
    /// What the parser told of the present event.
    private(set) var entry = EventQueue.Entry(event: .finished)

    /// A cursor before the first event.
    ///
    /// - Throws: ``PackageError`` with `unreadable` where there is no memory.
    init(_ gate: ByteGate, file: String) throws(PackageError) {
        guard let parser = PushParser() else {
            throw PackageError(.unreadable, expected: "memory for a parser", file: file)
        }
        self.parser = parser
        self.file = file
        self.gate = gate
    }

    /// Goes to the next event. White space, comments and processing instructions are passed.
    ///
    /// - Throws: ``PackageError``: what the gate refused, or `malformedXML`. Events before that place come first.
    mutating func next() throws(PackageError) -> Event {
        if event == .start, entry.isEmpty {
            event = .end
            return .end
        }
        while true {
            if let told = parser.next() {
                entry = told
                event = told.event
                if event != .text { gate.reachTag() }
                return event
            }
            guard try parseBlock() else {
                leave()
                return .finished
            }
        }
    }

    /// Leaves the present event: what belongs to it is gone.
    private mutating func leave() { (entry, event) = (EventQueue.Entry(event: .finished), .finished) }

    /// Has the next block parsed; `false` where the last one was.
    ///
    /// Success is the end of a well-formed document, and no complaint at all: for libxml2 some documents with errors are
    /// well formed.
    private mutating func parseBlock() throws(PackageError) -> Bool {
        if let complaint = parser.complaint {
            throw PackageError(
                .malformedXML, expected: "well-formed XML", found: complaint.text.escapedForMessage, file: file,
                line: complaint.line)
        }
        if parser.isFaulty { throw error(.malformedXML, found: "an error", expected: "well-formed XML") }
        if isAtLastBlock { return false }
        let block = try gate.next()
        isAtLastBlock = block.isEmpty
        leave()
        parser.parse(block)
        return true
    }

    /// The line on which the present tag begins or the present text ends.
    var line: Int {
        let known: Int? =
            switch event {
            case .start, .end: gate.tagLine
            case .text: entry.line
            case .finished: nil
            }
        return known ?? parser.line
    }

    /// The white space before the present tag, where that is a child of the root or the root's end.
    var outerSpace: String {
        let text = String(decoding: gate.textBeforeTag, as: UTF8.self)
        // As parsers see line ends (XML 1.0, 2.11).
        let normal = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        return Array(normal.utf8).withUnsafeBufferPointer { HTMLText.decoded($0) }
    }

    /// An error at the present place.
    func error(
        _ code: PackageError.Code, found: String? = nil, expected: String, table: String? = nil, rowID: String? = nil,
        column: String? = nil
    ) -> PackageError {
        PackageError(
            code, expected: expected, found: found, file: file, line: line, table: table, rowID: rowID, column: column)
    }

    /// An attribute of the present element.
    @inline(__always)
    func attribute(_ index: Int) -> EventQueue.Attribute { parser.attribute(entry.start + index) }

    /// The value of an attribute, good until the next event.
    @inline(__always)
    func value(of attribute: EventQueue.Attribute) -> UnsafeBufferPointer<UInt8> { parser.value(of: attribute) }

    /// The present text.
    var text: String { event == .text ? String(parser.text(of: entry)) : "" }
}
