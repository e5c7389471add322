public import FoundationEssentials

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

extension UUID {
    /// A new random UUID (RFC 9562, version 4) from the system's generator.
    ///
    /// `UUID()` opens and closes the system's random device for each one on Linux, which costs more than storing a row.
    @usableFromInline static func random() -> UUID {
        var uuid: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &uuid) { fillRandomly($0) }
        uuid.6 = uuid.6 & 0x0f | 0x40
        uuid.8 = uuid.8 & 0x3f | 0x80
        return UUID(uuid: uuid)
    }

    private static func fillRandomly(_ bytes: UnsafeMutableRawBufferPointer) {
        #if canImport(Glibc) || canImport(Musl)
        // All of them in one system call; it gives them whole, or none where the system has no such call.
        if let start = bytes.baseAddress, getentropy(start, bytes.count) == 0 { return }
        #endif
        var generator = SystemRandomNumberGenerator()
        for index in bytes.indices { bytes[index] = generator.next() }
    }
}
