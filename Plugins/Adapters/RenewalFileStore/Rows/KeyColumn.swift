import RenewalCore

// A public key in a column: its algorithm in two bytes, most significant first, then the key.
extension RowWriter {
    mutating func append(_ key: PublicKey?) {
        guard let key else { return appendNull() }
        let algorithm = key.algorithm.rawValue
        append(blobOf: key.bytes.count + 2) { bytes in
            (bytes[0], bytes[1]) = (UInt8(algorithm >> 8), UInt8(algorithm & 255))
            UnsafeMutableRawBufferPointer(rebasing: bytes[2...]).copyBytes(from: key.bytes)
        }
    }
}

extension RowReader {
    mutating func key(_ name: String) throws -> PublicKey? {
        let bytes = try blob(name)
        guard bytes.count >= 2 else { return nil }
        let algorithm = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        return PublicKey(KeyAlgorithm(rawValue: algorithm), Array(UnsafeRawBufferPointer(rebasing: bytes[2...])))
    }
}
