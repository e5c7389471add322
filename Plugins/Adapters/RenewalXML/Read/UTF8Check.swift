#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Checks a stream of bytes for UTF-8 (RFC 3629) without NUL, block by block.
struct UTF8Check {
    /// What was wrong.
    enum Fault { case notUTF8, containsNUL }

    // Of the character that a block ended in: how many bytes are missing, and what the next one may be.
    private var missing = 0
    private var next: ClosedRange<UInt8> = 0x80...0xBF

    /// Whether the bytes so far end between two characters.
    var isComplete: Bool { missing == 0 }

    /// Checks the next block; the place of the first fault, where there is one.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> (fault: Fault, offset: Int)? {
        guard let start = bytes.baseAddress, let found = memchr(start, 0, bytes.count) else { return scanText(bytes) }
        let end = UnsafeRawPointer(found) - UnsafeRawPointer(start)
        if let fault = scanText(UnsafeBufferPointer(rebasing: bytes[..<end])) { return fault }
        return (isComplete ? .containsNUL : .notUTF8, end)
    }

    /// The same for bytes without NUL.
    private mutating func scanText(_ bytes: UnsafeBufferPointer<UInt8>) -> (fault: Fault, offset: Int)? {
        var index = 0
        while index < bytes.count {
            if missing == 0 {
                index = Self.skipASCII(bytes, from: index)
                guard index < bytes.count else { break }
            }
            let byte = bytes[index]
            if missing > 0 {
                guard next.contains(byte) else { return (.notUTF8, index) }
                missing -= 1
                next = 0x80...0xBF
            } else if byte >= 0x80 {
                guard start(byte) else { return (.notUTF8, index) }
            }
            index += 1
        }
        return nil
    }

    /// Passes ASCII, 32 bytes at a time.
    private static func skipASCII(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while index + 32 <= bytes.count {
            let words =
                raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                | raw.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)
                | raw.loadUnaligned(fromByteOffset: index + 16, as: UInt64.self)
                | raw.loadUnaligned(fromByteOffset: index + 24, as: UInt64.self)
            guard words & 0x8080_8080_8080_8080 == 0 else { break }
            index += 32
        }
        while index < bytes.count, bytes[index] < 0x80 { index += 1 }
        return index
    }

    /// Takes the first byte of a character of several; overlong forms, surrogates and numbers above U+10FFFF have none.
    private mutating func start(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xC2...0xDF: (missing, next) = (1, 0x80...0xBF)
        case 0xE0: (missing, next) = (2, 0xA0...0xBF)
        case 0xED: (missing, next) = (2, 0x80...0x9F)
        case 0xE1...0xEF: (missing, next) = (2, 0x80...0xBF)
        case 0xF0: (missing, next) = (3, 0x90...0xBF)
        case 0xF1...0xF3: (missing, next) = (3, 0x80...0xBF)
        case 0xF4: (missing, next) = (3, 0x80...0x8F)
        default: return false
        }
        return true
    }
}
