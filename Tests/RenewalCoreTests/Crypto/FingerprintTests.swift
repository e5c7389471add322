import RenewalCore
import Testing

/// Fingerprints: 32 bytes, in and out.
struct FingerprintTests {
    private static let bytes = (0..<32).map { UInt8($0 * 7 + 1) }

    @Test func `a fingerprint gives the bytes that it was made of, and their digits`() throws {
        let fingerprint = try #require(Fingerprint(Self.bytes))
        #expect(fingerprint.bytes == Self.bytes)
        #expect(fingerprint.withUnsafeBytes { Array($0) } == Self.bytes)
        #expect(Self.bytes.withUnsafeBytes { Fingerprint(copying: $0) } == fingerprint)
        #expect(Fingerprint(hex: fingerprint.description) == fingerprint)
        #expect(fingerprint.description.hasPrefix("01080f161d242b32"))
        #expect(fingerprint.short == "01080f161d242b32")
        #expect(Fingerprint.zero.bytes == [UInt8](repeating: 0, count: 32))
    }

    @Test(arguments: [0, 1, 31, 33, 64])
    func `other numbers of bytes are no fingerprint`(count: Int) {
        let bytes = [UInt8](repeating: 5, count: count)
        #expect(Fingerprint(bytes) == nil)
        #expect(bytes.withUnsafeBytes { Fingerprint(copying: $0) } == nil)
    }

    @Test func `two fingerprints are the same only where all bytes are`() throws {
        let fingerprint = try #require(Fingerprint(Self.bytes))
        for index in 0..<32 {
            var bytes = Self.bytes
            bytes[index] ^= 0x80
            let other = try #require(Fingerprint(bytes))
            #expect(other != fingerprint && Set([other, fingerprint]).count == 2, "byte \(index)")
        }
    }
}
