import CLibXML2

/// What libxml2's callbacks refer to while a parser lives.
struct ParserListener: ~Copyable {
    /// The parser.
    var context: xmlParserCtxtPtr?
    /// What it told before its first complaint.
    var events = EventQueue()
    /// Its first complaint, warnings included.
    private(set) var complaint: (line: Int, text: String)?

    /// Takes a complaint.
    mutating func note(line: Int, text: String) {
        guard complaint == nil else { return }
        complaint = (line, String(text.prefix { $0 != "\n" }))
    }

    /// The line that the parser has come to.
    var line: Int { (context?.pointee.input).map { Int($0.pointee.line) } ?? 1 }

    /// Whether the parser is at the end of an empty element's tag: what libxml2's own reader looks at too.
    fileprivate var isAtEmptyElement: Bool {
        guard let next = context?.pointee.input?.pointee.cur else { return false }
        return next[0] == UInt8(ascii: "/") && next[1] == UInt8(ascii: ">")
    }

    /// What a callback was given; `nil` once there was a complaint.
    @inline(__always)
    fileprivate static func heard(_ context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<ParserListener>? {
        let listener = context?.assumingMemoryBound(to: ParserListener.self)
        return listener?.pointee.complaint == nil ? listener : nil
    }
}

extension xmlSAXHandler {
    /// Callbacks that tell a ``ParserListener``.
    ///
    /// What is not here libxml2 does not call: it makes no document, asks for no entity and loads none. White space has the
    /// callback of text, so that libxml2 does not guess which of it means something.
    static var telling: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = CUnsignedInt(XML_SAX2_MAGIC)
        handler.startElementNs = { context, name, _, namespace, _, _, count, _, attributes in
            guard let listener = ParserListener.heard(context) else { return }
            listener.pointee.events.endText()
            let count = listener.pointee.events.addAttributes(attributes, Int(count))
            listener.pointee.events.addStart(
                name, hasNamespace: namespace != nil, isEmpty: listener.pointee.isAtEmptyElement, attributes: count)
        }
        handler.endElementNs = { context, name, _, namespace in
            guard let listener = ParserListener.heard(context) else { return }
            listener.pointee.events.endText()
            listener.pointee.events.addEnd(name, hasNamespace: namespace != nil)
        }
        handler.characters = { context, text, count in
            guard let listener = ParserListener.heard(context), let text else { return }
            listener.pointee.events.addText(text, Int(count), line: listener.pointee.line)
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = { context, text, count in
            guard let listener = ParserListener.heard(context), let text else { return }
            // Its lines are counted after this call.
            let lines = UnsafeBufferPointer(start: text, count: Int(count)).count { $0 == UInt8(ascii: "\n") }
            listener.pointee.events.addSection(text, Int(count), line: listener.pointee.line + lines)
        }
        handler.comment = { context, _ in ParserListener.heard(context)?.pointee.events.endText() }
        handler.processingInstruction = { context, _, _ in ParserListener.heard(context)?.pointee.events.endText() }
        handler.serror = { context, error in
            guard let context, let error else { return }
            context.assumingMemoryBound(to: ParserListener.self).pointee.note(
                line: Int(error.pointee.line), text: error.pointee.message.map { String(cString: $0) } ?? "")
        }
        return handler
    }
}

extension EventQueue {
    /// Takes the attributes as libxml2 gives them: of each its name, prefix and namespace, and where its value begins and
    /// ends. Gives how many that were.
    @inline(__always)
    fileprivate mutating func addAttributes(
        _ parts: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: Int
    ) -> Int {
        guard let parts else { return 0 }
        var taken = 0
        for part in stride(from: 0, to: 5 * count, by: 5) {
            guard let name = parts[part], let start = parts[part + 3], let end = parts[part + 4] else { continue }
            addAttribute(name, hasNamespace: parts[part + 1] != nil, start, end - start)
            taken += 1
        }
        return taken
    }
}
