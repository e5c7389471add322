#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The process that started this one: lines come from it, lines go to it.
package enum ParentProcess {
    /// Tells it one line, in one write: whole or not at all.
    package static func tell(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
    }

    /// The next line that it sends; `nil` where it is gone. Holds the thread meanwhile.
    package static func nextLine() -> String? { readLine() }
}

/// Sleeps without giving up the thread.
func pause(milliseconds: Double) { usleep(UInt32(max(0, milliseconds) * 1_000)) }
