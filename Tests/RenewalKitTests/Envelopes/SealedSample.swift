import RenewalKit

/// A sealed value made once by this library, in parts that the vectors replace: what was written then opens for good.
struct SealedSample {
    let name: String
    let context: SealContext
    let plaintext: [UInt8]
    /// Preamble: magic, format, kind, suite.
    var preamble: [UInt8]
    var header: [UInt8]
    var keyLength: [UInt8]
    var key: [UInt8]
    var ciphertextLength: [UInt8]
    var ciphertext: [UInt8]

    init(_ name: String, _ context: SealContext, _ plaintext: [UInt8], _ hex: String) {
        self.name = name
        self.context = context
        self.plaintext = plaintext
        let bytes = Hex.bytes(hex)
        let isPackage = name == "package"
        let headerEnd = 8 + (name == "credential" ? 80 : 88)
        let keyEnd = headerEnd + 2 + (isPackage ? 32 : 65)
        preamble = Array(bytes[..<8])
        header = Array(bytes[8..<headerEnd])
        keyLength = Array(bytes[headerEnd..<headerEnd + 2])
        key = Array(bytes[headerEnd + 2..<keyEnd])
        ciphertextLength = Array(bytes[keyEnd..<keyEnd + 4])
        ciphertext = Array(bytes[(keyEnd + 4)...])
    }

    var bytes: [UInt8] { preamble + header + keyLength + key + ciphertextLength + ciphertext }

    /// The bytes up to the key's length, the key, and the ciphertext's length.
    var headerEnd: Int { preamble.count + header.count }
    var keyEnd: Int { headerEnd + 2 + key.count }

    /// Writes a number into the header.
    func setting(_ number: UInt64, at offset: Int) -> SealedSample {
        var changed = self
        changed.header.replaceSubrange(offset..<offset + 8, with: withUnsafeBytes(of: number.bigEndian) { Array($0) })
        return changed
    }

    /// Replaces the ciphertext and its length.
    func carrying(_ count: Int) -> SealedSample {
        var changed = self
        changed.ciphertextLength = withUnsafeBytes(of: UInt32(count).bigEndian) { Array($0) }
        changed.ciphertext = [UInt8](repeating: 0, count: count)
        return changed
    }

    /// Replaces the key and its length.
    func under(_ key: [UInt8]) -> SealedSample {
        var changed = self
        changed.keyLength = [UInt8(key.count >> 8), UInt8(key.count & 0xFF)]
        changed.key = key
        return changed
    }
}
