/// Bytes from a file, an entry of a zip, or memory, from their start to their end.
protocol ByteSource: AnyObject {
    /// Fills the buffer as far as it can and gives how many bytes it has; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int
}

/// Bytes in memory.
final class MemorySource: ByteSource {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int {
        let count = min(buffer.count, bytes.count - position)
        buffer.copyBytes(from: bytes[position..<position + count])
        position += count
        return count
    }
}
