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
    private var passed = 0
    private var line = 1
    private var isStarted = false

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
    }

    /// The next bytes; 0 at the end, and -1 where something is wrong, now or before.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard fault == nil else { return -1 }
        do throws(PackageError) {
            var count = try fill(buffer)
            if !isStarted { count = try start(buffer, count) }
            try check(UnsafeBufferPointer(buffer.bindMemory(to: UInt8.self)[..<count].rebased))
            return count
        } catch {
            fault = error.at(file: file)
            return -1
        }
    }

    /// Reads until the buffer is full or the source is at its end.
    private func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int {
        var count = 0
        while count < buffer.count {
            let read = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
            if read == 0 { break }
            count += read
        }
        return count
    }

    /// Takes the byte order mark away and looks at the declaration.
    private func start(_ buffer: UnsafeMutableRawBufferPointer, _ count: Int) throws(PackageError) -> Int {
        isStarted = true
        var count = count
        let first = Array(buffer.prefix(min(count, 3)))
        if first == [0xEF, 0xBB, 0xBF] {
            count -= 3
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[3..<3 + count]))
        } else if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) {
            throw fault(.notUTF8, "UTF-16", expected: "UTF-8")
        }
        switch XMLDeclaration.check(UnsafeBufferPointer(buffer.bindMemory(to: UInt8.self)[..<count].rebased)) {
        case .none, .acceptable: return count
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
            line += bytes.prefix(offset).lineFeeds
            switch fault {
            case .notUTF8: throw self.fault(.notUTF8, bytes.hex(at: offset), expected: "UTF-8")
            case .containsNUL: throw self.fault(.containsNUL, "a NUL byte", expected: "text without NUL")
            }
        }
        if let (fault, offset) = markup.scan(bytes) {
            line += bytes.prefix(offset).lineFeeds
            throw self.fault(fault)
        }
        line += bytes[...].lineFeeds
    }

    private func fault(_ code: PackageError.Code, _ found: String, expected: String) -> PackageError {
        PackageError(code, expected: expected, found: found, line: line)
    }

    private func fault(_ fault: MarkupCheck.Fault) -> PackageError {
        switch fault {
        case .documentType:
            self.fault(.documentType, "<!DOCTYPE", expected: "a document without a document type declaration")
        case .declaration: self.fault(.malformedXML, "<! and something else", expected: "a tag, a comment or text")
        case .tooLong: self.fault(.limitExceeded, "a tag that is too long", expected: "a tag within the limit")
        case .tooDeep: self.fault(.limitExceeded, "elements too deep", expected: "a depth within the limit")
        case .tooManyAttributes:
            self.fault(.limitExceeded, "too many attributes in a tag", expected: "attributes within the limit")
        case .textTooLong: self.fault(.limitExceeded, "a text that is too long", expected: "a text within the limit")
        }
    }
}

extension Slice where Base == UnsafeMutableBufferPointer<UInt8> {
    fileprivate var rebased: UnsafeMutableBufferPointer<UInt8> { UnsafeMutableBufferPointer(rebasing: self) }
}

extension Slice where Base == UnsafeBufferPointer<UInt8> {
    fileprivate var lineFeeds: Int {
        var count = 0
        for byte in UnsafeBufferPointer(rebasing: self) { count &+= byte == UInt8(ascii: "\n") ? 1 : 0 }
        return count
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The byte as `byte 0xFF`.
    fileprivate func hex(at offset: Int) -> String { "byte 0x" + String(self[offset], radix: 16, uppercase: true) }
}
