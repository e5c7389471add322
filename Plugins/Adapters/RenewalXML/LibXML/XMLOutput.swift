import CLibXML2

/// Where an ``XMLOutput`` puts its bytes.
protocol ByteSink: AnyObject {
    /// Takes the bytes; `false` where that failed, which the sink remembers.
    func write(_ bytes: UnsafeRawBufferPointer) -> Bool
}

/// Writes markup through an `xmlOutputBuffer` of libxml2, which it owns.
///
/// Markup is escaped into a block of memory that goes to libxml2 when it is full: the checks and escapes of libxml2's own
/// writer cost more, and it writes characters that no parser accepts.
struct XMLOutput: ~Copyable {
    private let output: xmlOutputBufferPtr
    private let sink: any ByteSink
    private let block: UnsafeMutableBufferPointer<UInt8>
    private var count = 0
    private let unrepresentable: UnrepresentableCharacters

    private static let blockSize = 64 * 1_024
    /// No character is longer when it is written.
    private static let longestCharacter = 16

    /// An output into that sink; `nil` where there is no memory.
    init?(to sink: some ByteSink, unrepresentable: UnrepresentableCharacters) {
        let box = SinkBox(sink)
        let context = Unmanaged.passRetained(box)
        let created = xmlOutputBufferCreateIO(
            { context, bytes, length in
                guard let context, let bytes, length >= 0 else { return -1 }
                let box = Unmanaged<SinkBox>.fromOpaque(context).takeUnretainedValue()
                return box.sink.write(UnsafeRawBufferPointer(start: bytes, count: Int(length))) ? length : -1
            },
            { context in
                if let context { Unmanaged<SinkBox>.fromOpaque(context).release() }
                return 0
            }, context.toOpaque(), nil)
        guard let created else {
            context.release()
            return nil
        }
        output = created
        self.sink = sink
        self.unrepresentable = unrepresentable
        block = .allocate(capacity: Self.blockSize)
    }

    deinit {
        xmlOutputBufferClose(output)
        block.deallocate()
    }

    /// Hands everything to the sink; `false` where that or an earlier write failed.
    mutating func finish() -> Bool {
        drain() && xmlOutputBufferFlush(output) >= 0
    }

    /// Writes markup as it stands.
    mutating func markup(_ bytes: StaticString) throws(WriteFault) {
        try copy(UnsafeBufferPointer(start: bytes.utf8Start, count: bytes.utf8CodeUnitCount))
    }

    /// Writes markup as it stands.
    mutating func markup(_ bytes: [UInt8]) throws(WriteFault) {
        var failure: WriteFault?
        bytes.withUnsafeBufferPointer { bytes in
            do throws(WriteFault) { try copy(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Writes ASCII of a known, small length through the closure, which gives how much it wrote.
    mutating func ascii(upTo length: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) throws(WriteFault) {
        try reserve(length)
        guard let start = block.baseAddress else { return }
        count += write(start + count)
    }

    /// Writes text, escaped.
    mutating func text(_ text: String, _ escaping: Escaping) throws(WriteFault) {
        var text = text
        var failure: WriteFault?
        text.withUTF8 { bytes in
            do throws(WriteFault) { try escape(bytes, escaping) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private mutating func copy(_ bytes: UnsafeBufferPointer<UInt8>) throws(WriteFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            try reserve(1)
            let piece = rest.prefix(block.count - count)
            _ = UnsafeMutableBufferPointer(rebasing: block[count...]).update(fromContentsOf: piece)
            count += piece.count
            rest = rest.dropFirst(piece.count)
        }
    }

    private mutating func escape(
        _ bytes: UnsafeBufferPointer<UInt8>, _ escaping: Escaping
    ) throws(WriteFault) {
        guard let target = block.baseAddress else { return }
        let plain = Escaping.plainMask
        var index = 0
        while index < bytes.count {
            if block.count - count < Self.longestCharacter { try reserve(Self.longestCharacter) }
            let byte = bytes[index]
            if byte < 0x80, byte >= 0x3F || plain >> UInt64(byte) & 1 == 1 {
                target[count] = byte
                count += 1
                index += 1
            } else if byte < 0x80 {
                if let replacement = escaping.replacement(byte) {
                    try markup(replacement)
                } else {
                    try replaceUnrepresentable(Unicode.Scalar(byte), escaping)
                }
                index += 1
            } else {
                index += try escapeBeyondASCII(bytes, index, escaping, target)
            }
        }
    }

    /// Writes the character that starts at the index, and gives the number of its bytes.
    private mutating func escapeBeyondASCII(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ escaping: Escaping,
        _ target: UnsafeMutablePointer<UInt8>
    ) throws(WriteFault) -> Int {
        // A Swift string is valid UTF-8, so the first byte gives the length.
        let first = bytes[index]
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
        if value == 0xFFFE || value == 0xFFFF {
            try replaceUnrepresentable(Unicode.Scalar(value) ?? "\u{FFFD}", escaping)
        } else if escaping.isReference(value) {
            try markup("&amp;#")
            try decimal(Int64(value))
            try markup(";")
        } else {
            for offset in 0..<length { target[count + offset] = bytes[index + offset] }
            count += length
        }
        return length
    }

    private mutating func replaceUnrepresentable(
        _ scalar: Unicode.Scalar, _ escaping: Escaping
    ) throws(WriteFault) {
        guard case .replaced(let replacement) = unrepresentable, replacement.isXMLCharacter else {
            throw .unrepresentable(scalar)
        }
        try text(String(Character(replacement)), escaping)
    }

    private mutating func reserve(_ room: Int) throws(WriteFault) {
        guard block.count - count < room else { return }
        guard drain() else { throw .sinkFailed }
    }

    private mutating func drain() -> Bool {
        guard count > 0 else { return true }
        let written = block.withMemoryRebound(to: CChar.self) { characters in
            xmlOutputBufferWrite(output, CInt(count), characters.baseAddress)
        }
        count = 0
        return written >= 0
    }
}

/// Why something was not written.
enum WriteFault: Error {
    /// XML can not hold the character.
    case unrepresentable(Unicode.Scalar)
    /// The sink did not take the bytes, and knows why.
    case sinkFailed
    /// The column can not be written so.
    case invalid(found: String, expected: String)
}

/// A sink behind one reference, for libxml2 to hold.
private final class SinkBox {
    let sink: any ByteSink

    init(_ sink: any ByteSink) { self.sink = sink }
}
