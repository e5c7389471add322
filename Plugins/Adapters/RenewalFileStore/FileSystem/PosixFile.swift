#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif
internal import Synchronization

/// An open file of the machine.
final class PosixFile: OpenFile {
    private let descriptor: Mutex<Descriptor?>

    init(_ descriptor: Descriptor) { self.descriptor = Mutex(descriptor) }

    func status() throws(SystemFailure) -> FileStatus { try open().status() }

    func permit(_ permissions: UInt32) throws(SystemFailure) { try open().permit(permissions) }

    func sync() throws(SystemFailure) { try open().sync() }

    func close() { descriptor.withLock { $0 = nil } }

    func read(_ count: Int, at offset: Int) throws(SystemFailure) -> [UInt8] {
        let number = try open().number
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let result = pread(number, buffer.baseAddress, count, off_t(offset))
            if result < 0 { failure = errno }
            initialized = max(0, result)
        }
        guard failure == 0 else { throw SystemFailure("pread", failure) }
        return bytes
    }

    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(SystemFailure) -> Int {
        let number = try open().number
        var failure: Int32 = 0
        let result = bytes.withUnsafeBytes { buffer in
            let result = pwrite(number, buffer.baseAddress, buffer.count, off_t(offset))
            if result < 0 { failure = errno }
            return result
        }
        guard failure == 0 else { throw SystemFailure("pwrite", failure) }
        return result
    }

    func tryLock() throws(SystemFailure) -> Bool {
        guard flock(try open().number, LOCK_EX | LOCK_NB) != 0 else { return true }
        guard errno == EWOULDBLOCK else { throw SystemFailure("flock", errno) }
        return false
    }

    private func open() throws(SystemFailure) -> Descriptor {
        guard let descriptor = descriptor.withLock({ $0 }) else { throw SystemFailure("open", EBADF) }
        return descriptor
    }
}
