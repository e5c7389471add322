import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What the system said, in an error of Foundation whose own text is for programmers.
enum SystemReason {
    static func text(of error: any Error) -> String {
        let cause = (error as? CocoaError)?.underlying ?? error
        guard let code = (cause as? POSIXError)?.code, let text = strerror(code.rawValue) else { return "\(error)" }
        return String(cString: text)
    }
}
