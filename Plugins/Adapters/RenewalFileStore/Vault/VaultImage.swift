internal import RenewalCore

/// The bytes of a vault file: magic, version, write counter, length, contents, checksum. The documentation page
/// "Keeping keys in a file" has the layout; every later version keeps the magic, the version and the checksum in place.
struct VaultImage: Redacted {
    /// How often the file was written, this time included.
    var counter: UInt64
    /// What it holds; `nil` for an empty vault.
    var contents: VaultContents?
    /// The checksum of the file that it was read from or written to; empty where there is none.
    private(set) var digest: [UInt8] = []

    /// The version that this code writes.
    static let version: UInt64 = 1
    /// Larger than any vault: 1,000 candidates (the most that there may be) take less than 2 MB.
    static let maximumSize = 16 << 20
    private static let magic = Array("renewalkit-vault".utf8)
    private static let headSize = magic.count + 3 * 8
    private static let digestSize = 32

    /// An image of these values.
    init(counter: UInt64, contents: VaultContents?) {
        self.counter = counter
        self.contents = contents
    }

    /// The bytes of the file, whose checksum is noted. They hold private keys.
    mutating func encode() -> [UInt8] {
        let payload = contents?.encoded().bytes ?? []
        var bytes = Self.magic
        bytes.reserveCapacity(Self.headSize + payload.count + Self.digestSize)
        for number in [Self.version, counter, UInt64(payload.count)] {
            withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(contentsOf: payload)
        digest = SHA256.digest(bytes)
        bytes.append(contentsOf: digest)
        return bytes
    }

    /// Reads the bytes of a file, and nothing but what ``encode()`` wrote.
    ///
    /// - Throws: `damaged`, `formatNewer`.
    init(decoding bytes: [UInt8], path: String) throws(FileStoreError) {
        func damaged(_ what: String, cause: (any Error)? = nil) -> FileStoreError {
            FileStoreError(
                .damaged,
                "\(what); put back a copy of the file, or move the folder away and rejoin the group", path: path,
                cause: cause)
        }
        guard bytes.starts(with: Self.magic) else { throw damaged("the file does not begin as a key vault does") }
        guard bytes.count >= Self.headSize + Self.digestSize else { throw damaged("the file is cut short") }
        let body = bytes.dropLast(Self.digestSize)
        guard SHA256.digest(body).elementsEqual(bytes.suffix(Self.digestSize)) else {
            throw damaged("the file is not as it was written: its checksum does not match")
        }
        let numbers = (0..<3).map { Self.number(in: bytes, at: Self.magic.count + 8 * $0) }
        guard numbers[0] <= Self.version else {
            throw FileStoreError(
                .formatNewer,
                "the vault has format \(numbers[0]) and this program knows up to \(Self.version); update the program",
                path: path)
        }
        guard numbers[0] == Self.version, numbers[2] == UInt64(body.count - Self.headSize) else {
            throw damaged("the file's head does not describe what follows it")
        }
        counter = numbers[1]
        digest = Array(bytes.suffix(Self.digestSize))
        guard numbers[2] > 0 else { return }
        do {
            contents = try VaultContents(decoding: SecretBytes(Array(body[Self.headSize...])))
        } catch {
            throw damaged("the file is whole and its contents are none of a vault", cause: error)
        }
    }

    private static func number(in bytes: [UInt8], at offset: Int) -> UInt64 {
        bytes[offset..<offset + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
