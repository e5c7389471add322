/// What every byte passes on its way to the parser: UTF-8 without NUL, no declaration of a document type or another
/// encoding, nothing beyond the limits.
///
/// The parser gets no byte of a block in which something is wrong, and none after it.
final class ByteGate {
    private let source: any ByteSource
    private let file: String
    private let maximum: Int
    private var utf8 = UTF8Check()
    private var markup: MarkupCheck
    private var places = TagPlaces()
    // How many tags were handed out as events.
    private var reached = 0
    private var passed = 0
    // Where blocks are read to, and where in it the present one is.
    private let block: UnsafeMutableBufferPointer<UInt8>
    private var present = 0..<0
    private var isStarted = false
    // The first thing that was wrong.
    private var fault: PackageError?

    private static let blockSize = 32 * 1_024
    // Of a block's tags the last one or two may not be whole.
    private static let maximumPending = 64

    /// - Parameters:
    ///   - source: the bytes.
    ///   - file: the name of the document, for errors.
    ///   - maximum: how many bytes it may have.
    ///   - limits: the other limits.
    init(_ source: any ByteSource, file: String, maximum: Int, limits: ReadLimits) {
        self.source = source
        self.file = file
        self.maximum = maximum
        markup = MarkupCheck(limits)
        block = .allocate(capacity: Self.blockSize)
    }

    deinit { block.deallocate() }

    /// The next block, good until the one after it; an empty one at the end.
    ///
    /// - Throws: ``PackageError``: what is wrong, now or before.
    func next() throws(PackageError) -> UnsafeBufferPointer<UInt8> {
        if let fault { throw fault }
        do throws(PackageError) {
            try requireProgress()
            try refill()
        } catch {
            let fault = error.at(file: file)
            self.fault = fault
            throw fault
        }
        return bytes
    }

    /// Refuses to go on where the parser tells nothing of the tags that it was given: it waits for the end of something
    /// that has none, such as a reference without `;`, and would keep everything behind that.
    private func requireProgress() throws(PackageError) {
        guard places.count(markup) - reached > Self.maximumPending else { return }
        throw fault(.malformedXML, "something that does not end, such as & without ;", expected: "well-formed XML")
    }

    /// Notes that the next tag is handed out as an event.
    func reachTag() { reached += 1 }

    /// The line of the tag that was handed out last; `nil` before the first.
    var tagLine: Int? { places.line(ofTag: reached, bytes, markup) }

    /// What stands before that tag, where it is a child of the root or the root's end: text as it is in the document.
    var textBeforeTag: [UInt8] { places.outerText(beforeTag: reached, markup) }

    private var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: block[present]) }

    /// Reads a block, which is as long as it can be, and checks it.
    private func refill() throws(PackageError) {
        places.giveUp(bytes, markup, reached: reached)
        present = 0..<0
        var count = 0
        while count < block.count {
            let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: block[count...]))
            let read = try source.read(into: rest)
            if read == 0 { break }
            count += read
        }
        let start = isStarted ? 0 : try start(UnsafeBufferPointer(rebasing: block[..<count]))
        present = start..<count
        try check(bytes)
    }

    /// Looks at the declaration, and gives how long the byte order mark before it is.
    private func start(_ bytes: UnsafeBufferPointer<UInt8>) throws(PackageError) -> Int {
        isStarted = true
        let first = Array(bytes.prefix(3))
        if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) {
            throw fault(.notUTF8, "UTF-16", expected: "UTF-8")
        }
        let mark = first == [0xEF, 0xBB, 0xBF] ? 3 : 0
        // libxml2 would pass a second one, and what it then takes for a declaration was not looked at here.
        if mark > 0, bytes.dropFirst(3).starts(with: first) {
            throw fault(.malformedXML, "a second byte order mark", expected: "one at most")
        }
        switch XMLDeclaration.check(UnsafeBufferPointer(rebasing: bytes[mark...])) {
        case .none, .acceptable: return mark
        case .malformed:
            throw fault(
                .malformedXML, "another declaration", expected: "<?xml version=\"1.0\" encoding=\"utf-8\"?>")
        case .otherEncoding(let name): throw fault(.notUTF8, "the encoding \(name.quotedForMessage)", expected: "utf-8")
        }
    }

    private func check(_ bytes: UnsafeBufferPointer<UInt8>) throws(PackageError) {
        passed += bytes.count
        guard passed <= maximum else {
            throw fault(.limitExceeded, "more than \(maximum) bytes", expected: "a smaller document")
        }
        if bytes.isEmpty, !utf8.isComplete { throw fault(.notUTF8, "an incomplete character", expected: "UTF-8") }
        if let (fault, offset) = utf8.scan(bytes) {
            switch fault {
            case .notUTF8: throw self.fault(.notUTF8, bytes.hex(at: offset), expected: "UTF-8", at: offset)
            case .containsNUL: throw self.fault(.containsNUL, "a NUL byte", expected: "text without NUL", at: offset)
            }
        }
        if let (fault, offset) = markup.scan(bytes) { throw self.fault(fault, at: offset) }
    }

    private func fault(_ code: PackageError.Code, _ found: String, expected: String, at offset: Int = 0) -> PackageError
    {
        PackageError(code, expected: expected, found: found, line: places.line(bytes, at: offset))
    }

    private func fault(_ fault: MarkupCheck.Fault, at offset: Int) -> PackageError {
        let (code, found, expected): (PackageError.Code, String, String) =
            switch fault {
            case .documentType: (.documentType, "<!DOCTYPE", "a document without a document type declaration")
            case .declaration: (.malformedXML, "<! and something else", "a tag, a comment or text")
            case .tooLong: (.limitExceeded, "a tag that is too long", "a tag within the limit")
            case .tooDeep: (.limitExceeded, "elements too deep", "a depth within the limit")
            case .tooManyAttributes:
                (.limitExceeded, "too many attributes in a tag", "attributes within the limit")
            case .textTooLong: (.limitExceeded, "a text that is too long", "a text within the limit")
            case .sectionEnd: (.malformedXML, "]]> in a text", "]]&gt;")
            case .tooManyInstructions:
                (.limitExceeded, "too many processing instructions", "the root element")
            }
        return self.fault(code, found, expected: expected, at: offset)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The byte as `byte 0xFF`.
    fileprivate func hex(at offset: Int) -> String { "byte 0x" + String(self[offset], radix: 16, uppercase: true) }
}
