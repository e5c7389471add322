public import FoundationEssentials

#if os(Linux)
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif
#endif

extension UUID {
    /// A new random UUID (RFC 9562, version 4) from the system's generator.
    ///
    /// `UUID()` opens and closes the system's random device for each one on Linux, which costs more than storing a row.
    @usableFromInline static func random() -> UUID {
        #if os(Linux)
        var uuid = RandomBytes.shared.next()
        uuid.6 = uuid.6 & 0x0f | 0x40
        uuid.8 = uuid.8 & 0x3f | 0x80
        return UUID(uuid: uuid)
        #else
        return UUID()
        #endif
    }
}

#if os(Linux)
/// Random bytes for ids, which are no secrets: fetched from the system for sixteen of them at a time, as a renewal that
/// opens tells of each machine, and a system call for each would show.
private final class RandomBytes: Sendable {
    static let shared = RandomBytes()

    // Counts forks: a child must not use what its parent fetched.
    private static let forks = Atomic(0)
    private static let idSize = MemoryLayout<uuid_t>.size

    private let fetched = Mutex(Fetched())

    private struct Fetched {
        var bytes = [UInt8](repeating: 0, count: 16 * idSize)
        var used = Int.max
        var forks = 0
    }

    private init() {
        _ = pthread_atfork(nil, nil) { _ = RandomBytes.forks.wrappingAdd(1, ordering: .relaxed) }
    }

    /// Sixteen bytes that nobody was given before.
    func next() -> uuid_t {
        fetched.withLock { fetched in
            let forks = Self.forks.load(ordering: .relaxed)
            if fetched.used >= fetched.bytes.count || fetched.forks != forks {
                fetched.bytes.withUnsafeMutableBytes(Self.fill)
                (fetched.used, fetched.forks) = (0, forks)
            }
            defer { fetched.used += Self.idSize }
            return fetched.bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: fetched.used, as: uuid_t.self) }
        }
    }

    private static func fill(_ bytes: UnsafeMutableRawBufferPointer) {
        // It gives up to 256 bytes whole, or none where the system has no such call.
        if let start = bytes.baseAddress, getentropy(start, bytes.count) == 0 { return }
        var generator = SystemRandomNumberGenerator()
        for index in bytes.indices { bytes[index] = generator.next() }
    }
}
#endif
