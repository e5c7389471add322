/// What every byte passes on its way to the parser: UTF-8 without NUL, no declaration of a document type or another
/// encoding, nothing beyond the limits.
///
/// The parser gets no byte of a block in which something is wrong, and none after it.
final class ByteGate {
    /// The first thing that was wrong.
    private(set) var fault: PackageError?

    private let source: any ByteSource
    private let file: String
    private let maximum: Int
    private var utf8 = UTF8Check()
    private var markup: MarkupCheck
    private var places = TagPlaces()
    // How many tags the parser has come to.
    private var reached = 0
    private var passed = 0
    // A block that was checked, and how much of it was given away. The first one is always as long as it can be, as the
    // declaration has to be seen whole; the parser asks for 4 bytes first.
    private let block: UnsafeMutableBufferPointer<UInt8>
    private var checked = 0..<0
    private var available = 0..<0
    private var isStarted = false

    private static let blockSize = 32 * 1_024

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

    /// The next bytes; 0 at the end, and -1 where something is wrong, now or before.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard fault == nil else { return -1 }
        do throws(PackageError) {
            if available.isEmpty { try refill() }
        } catch {
            fault = error.at(file: file)
            return -1
        }
        let piece = available.prefix(buffer.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(UnsafeMutableBufferPointer(rebasing: block[piece])))
        available = piece.endIndex..<available.endIndex
        return piece.count
    }

    /// Notes that the parser has come to the next tag.
    func reachTag() { reached += 1 }

    /// The line of the tag that the parser came to last; `nil` before the first.
    var tagLine: Int? { places.line(ofTag: reached, checkedBytes, markup) }

    /// What stands before that tag, where it is a child of the root or the root's end: text as it is in the document.
    var textBeforeTag: [UInt8] { places.outerText(beforeTag: reached, markup) }

    private var checkedBytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: block[checked]) }

    /// Reads a block and checks it; an empty one at the end.
    private func refill() throws(PackageError) {
        places.giveUp(checkedBytes, markup, reached: reached)
        checked = 0..<0
        var count = 0
        while count < block.count {
            let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: block[count...]))
            let read = try source.read(into: rest)
            if read == 0 { break }
            count += read
        }
        let start = isStarted ? 0 : try start(UnsafeBufferPointer(rebasing: block[..<count]))
        checked = start..<count
        try check(checkedBytes)
        available = checked
    }

    /// Looks at the declaration, and gives how long the byte order mark before it is.
    private func start(_ bytes: UnsafeBufferPointer<UInt8>) throws(PackageError) -> Int {
        isStarted = true
        let first = Array(bytes.prefix(3))
        if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) {
            throw fault(.notUTF8, "UTF-16", expected: "UTF-8")
        }
        let mark = first == [0xEF, 0xBB, 0xBF] ? 3 : 0
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
        PackageError(code, expected: expected, found: found, line: places.line(checkedBytes, at: offset))
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
            }
        return self.fault(code, found, expected: expected, at: offset)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The byte as `byte 0xFF`.
    fileprivate func hex(at offset: Int) -> String { "byte 0x" + String(self[offset], radix: 16, uppercase: true) }
}
