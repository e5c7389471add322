#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension [UInt8] {
    /// Overwrites the bytes in memory, in a way that the compiler does not leave out. Reaches this array's own storage;
    /// copies that were made of it stay.
    mutating func wipe() {
        withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            #if canImport(Darwin)
            _ = memset_s(start, buffer.count, 0, buffer.count)
            #else
            explicit_bzero(start, buffer.count)
            #endif
        }
    }
}
