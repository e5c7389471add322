/// The SHA-256 digest of a certificate's DER, of a public key's canonical bytes, or of a record: 32 bytes.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    // The bytes as they lie in memory, and not an array of them: rows are copied often, and each copy of an array counts
    // a reference.
    private var words: Words

    private struct Words: Hashable {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var third: UInt64 = 0
        var fourth: UInt64 = 0
    }

    private init(_ words: Words) { self.words = words }

    /// 32 zero bytes, which no digest is expected to be: what a history's first entry names as the hash before it.
    public static let zero = Fingerprint(Words())

    /// A fingerprint of these bytes; `nil` unless there are 32.
    public init?(_ bytes: [UInt8]) {
        guard let fingerprint = bytes.withUnsafeBytes({ Fingerprint(copying: $0) }) else { return nil }
        self = fingerprint
    }

    /// A fingerprint of a copy of these bytes; `nil` unless there are 32.
    public init?(copying bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 32 else { return nil }
        words = Words()
        withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: bytes) }
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Calls the body with the 32 bytes, which are valid until it returns.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Swift.withUnsafeBytes(of: words, body)
    }

    /// Reads 64 hexadecimal digits in either case, with or without colons between the bytes.
    public init?(hex text: String) {
        let digits = text.utf8.filter { $0 != UInt8(ascii: ":") }
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: 64, by: 2) {
            guard let high = Self.value(digits[start]), let low = Self.value(digits[start + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        self.init(bytes)
    }

    /// 64 lower-case hexadecimal digits.
    public var description: String { text(of: 32) }

    /// The first 16 digits, enough to recognise one certificate among a group's in a line of text.
    public var short: String { text(of: 8) }

    private func text(of count: Int) -> String {
        withUnsafeBytes { bytes in
            String(unsafeUninitializedCapacity: 2 * count) { text in
                for index in 0..<count { (text[2 * index], text[2 * index + 1]) = bytes[index].hexDigits }
                return 2 * count
            }
        }
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
