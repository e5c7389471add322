import CLibXML2

/// A push parser of libxml2, which it owns, with what it told.
///
/// It makes no tree: its callbacks put events into a queue. It knows no entities but those that XML predefines, and opens
/// nothing.
struct PushParser: ~Copyable {
    private let context: xmlParserCtxtPtr
    private let listener: UnsafeMutablePointer<ParserListener>
    /// Whether the parser refused something.
    private(set) var isFaulty = false

    /// A parser before the first byte; `nil` where there is no memory.
    init?() {
        _ = Self.isPrepared
        var handler = xmlSAXHandler.telling
        let listener = UnsafeMutablePointer<ParserListener>.allocate(capacity: 1)
        listener.initialize(to: ParserListener())
        guard let created = xmlCreatePushParserCtxt(&handler, listener, nil, 0, nil) else {
            listener.deinitialize(count: 1)
            listener.deallocate()
            return nil
        }
        context = created
        self.listener = listener
        listener.pointee.context = created
        // The gate has looked at the encoding that a document declares. NOENT makes `&amp;` in an attribute an `&`, as
        // otherwise a tree would; it replaces nothing else, as there is no callback that knows entities.
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue | XML_PARSE_NOENT.rawValue
        xmlCtxtUseOptions(created, CInt(options))
    }

    deinit {
        if let document = context.pointee.myDoc { xmlFreeDoc(document) }
        xmlFreeParserCtxt(context)
        listener.deinitialize(count: 1)
        listener.deallocate()
    }

    /// libxml2 wants to be prepared once before several threads use it. That is safe to repeat.
    private static let isPrepared: Bool = {
        xmlInitParser()
        return true
    }()

    /// Parses the next block, an empty one being the end, once all events before it were handed out.
    mutating func parse(_ block: UnsafeBufferPointer<UInt8>) {
        listener.pointee.events.reuse()
        let result = block.withMemoryRebound(to: CChar.self) { characters in
            xmlParseChunk(context, characters.baseAddress, CInt(characters.count), characters.isEmpty ? 1 : 0)
        }
        listener.pointee.events.endLongSections()
        isFaulty = result != 0 || complaint != nil
    }

    /// The first thing that the parser said.
    var complaint: (line: Int, text: String)? { listener.pointee.complaint }

    /// The line that the parser has come to.
    var line: Int { listener.pointee.line }

    /// The next event of the block.
    @inline(__always)
    mutating func next() -> EventQueue.Entry? { listener.pointee.events.next() }

    /// An attribute of a start that was handed out.
    @inline(__always)
    func attribute(_ index: Int) -> EventQueue.Attribute { listener.pointee.events.attribute(index) }

    /// The value of an attribute, good until the next event.
    @inline(__always)
    func value(of attribute: EventQueue.Attribute) -> UnsafeBufferPointer<UInt8> {
        listener.pointee.events.value(of: attribute)
    }

    /// The bytes of a text that was handed out, good until the next event.
    func text(of entry: EventQueue.Entry) -> UnsafeBufferPointer<UInt8> { listener.pointee.events.text(of: entry) }
}
