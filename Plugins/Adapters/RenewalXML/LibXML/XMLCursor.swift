import CLibXML2

/// Reads a document event by event with libxml2's reader, which it owns: with its memory, its errors and its input.
///
/// This and ``XMLOutput`` are all that touches libxml2. Nothing of the process is changed: no entity loader, no handler
/// of errors, no setting. The bytes come through a ``ByteGate``, so that the parser sees no declaration of a document
/// type; it may open nothing and ask no network.
struct XMLCursor: ~Copyable {
    /// What the cursor stands at. An empty element has a start and an end like others.
    enum Event { case start, end, text, finished }

    /// The document's name, for errors.
    let file: String
    private let reader: xmlTextReaderPtr
    private let input: CursorInput
    private var node: xmlNodePtr?
    private var emptyElement: xmlNodePtr?
    private var event = Event.finished

    /// A cursor before the first event.
    ///
    /// - Throws: ``PackageError`` with `unreadable` where there is no memory.
    init(_ gate: ByteGate, file: String) throws(PackageError) {
        _ = Self.isPrepared
        self.file = file
        let input = CursorInput(gate)
        // Big lines: so that text remembers lines beyond 65,535. Compact: short texts lie in their nodes. No blanks: white
        // space between tags is half of a package's nodes, and the gate knows where it means something.
        let options = CInt(
            XML_PARSE_NONET.rawValue | XML_PARSE_BIG_LINES.rawValue | XML_PARSE_COMPACT.rawValue
                | XML_PARSE_NOBLANKS.rawValue)
        let created = xmlReaderForIO(
            { context, buffer, length in
                guard let context, let buffer, length > 0 else { return -1 }
                let input = Unmanaged<CursorInput>.fromOpaque(context).takeUnretainedValue()
                return input.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(length)))
            }, nil, Unmanaged.passUnretained(input).toOpaque(), nil, "UTF-8", options)
        guard let created else {
            throw input.gate.fault ?? PackageError(.unreadable, expected: "memory for a parser", file: file)
        }
        reader = created
        self.input = input
        xmlTextReaderSetStructuredErrorHandler(
            reader,
            { context, error in
                guard let context, let error else { return }
                Unmanaged<CursorInput>.fromOpaque(context).takeUnretainedValue().note(
                    line: Int(error.pointee.line), text: error.pointee.message.map { String(cString: $0) } ?? "")
            }, Unmanaged.passUnretained(input).toOpaque())
    }

    deinit { xmlFreeTextReader(reader) }

    /// libxml2 wants to be prepared once before several threads use it. That is safe to repeat.
    private static let isPrepared: Bool = {
        xmlInitParser()
        return true
    }()

    /// Goes to the next event. White space, comments and processing instructions are passed.
    ///
    /// - Throws: ``PackageError``: what the gate refused, or `malformedXML`.
    mutating func next() throws(PackageError) -> Event {
        if let ended = emptyElement {
            (node, emptyElement) = (ended, nil)
            event = .end
            return .end
        }
        while true {
            let result = xmlTextReaderRead(reader)
            if result < 1 || input.isFaulty { try requireEnd(result) }
            guard result == 1 else {
                event = .finished
                return .finished
            }
            node = xmlTextReaderCurrentNode(reader)
            switch xmlTextReaderNodeType(reader) {
            case CInt(XML_READER_TYPE_ELEMENT.rawValue):
                if xmlTextReaderIsEmptyElement(reader) == 1 { emptyElement = node }
                input.gate.reachTag()
                event = .start
                return .start
            case CInt(XML_READER_TYPE_END_ELEMENT.rawValue):
                input.gate.reachTag()
                event = .end
                return .end
            case CInt(XML_READER_TYPE_TEXT.rawValue), CInt(XML_READER_TYPE_CDATA.rawValue):
                event = .text
                return .text
            case CInt(XML_READER_TYPE_WHITESPACE.rawValue), CInt(XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue),
                CInt(XML_READER_TYPE_COMMENT.rawValue), CInt(XML_READER_TYPE_PROCESSING_INSTRUCTION.rawValue):
                continue
            default:
                throw error(.malformedXML, found: "a part that packages do not have", expected: "elements and text")
            }
        }
    }

    /// Success is the end of a well-formed document, and no error at all: for libxml2 some documents with errors are
    /// well formed.
    private func requireEnd(_ result: CInt) throws(PackageError) {
        if let fault = input.gate.fault { throw fault }
        if let complaint = input.complaint {
            throw PackageError(
                .malformedXML, expected: "well-formed XML", found: complaint.text.escapedForMessage, file: file,
                line: complaint.line)
        }
        if result < 0 { throw error(.malformedXML, found: "an error", expected: "well-formed XML") }
    }

    /// The line on which the present tag begins or the present text ends.
    var line: Int {
        let known =
            switch event {
            case .start, .end: input.gate.tagLine
            case .text: node?.textLine
            case .finished: Int?.none
            }
        return known ?? Int(xmlTextReaderGetParserLineNumber(reader))
    }

    /// The white space before the present tag, where that is a child of the root or the root's end.
    var outerSpace: String {
        let text = String(decoding: input.gate.textBeforeTag, as: UTF8.self)
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

    /// The present node, for reading its name, attributes and text.
    var current: xmlNodePtr? { node }
}

extension xmlNodePtr {
    /// The line on which a text ended.
    fileprivate var textLine: Int? {
        guard pointee.type == XML_TEXT_NODE else { return nil }
        return pointee.line < UInt16.max ? Int(pointee.line) : pointee.psvi.map { Int(bitPattern: $0) }
    }
}

/// What libxml2's callbacks refer to while a cursor lives.
private final class CursorInput {
    let gate: ByteGate
    /// The first complaint of the parser.
    private(set) var complaint: (line: Int, text: String)?
    /// Whether the gate or the parser found something wrong; asked at every event.
    private(set) var isFaulty = false

    init(_ gate: ByteGate) { self.gate = gate }

    /// The next bytes, for the parser.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> CInt {
        let count = gate.read(into: buffer)
        if count < 0 { isFaulty = true }
        return CInt(count)
    }

    func note(line: Int, text: String) {
        guard complaint == nil else { return }
        isFaulty = true
        complaint = (line, String(text.prefix { $0 != "\n" }))
    }
}
