import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What is known of the terminal and the user's wishes.
public enum Terminal {
    /// Whether standard output is a terminal.
    public static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }
    /// Whether standard error is a terminal.
    public static var isError: Bool { isatty(STDERR_FILENO) == 1 }

    /// How many columns standard output has; `nil` where it is no terminal and nobody said. `COLUMNS` says it for pipes.
    public static var width: Int? {
        var size = winsize()
        if isOutput, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        if let columns = variable("COLUMNS").flatMap({ Int($0) }), columns > 0 { return columns }
        return isOutput ? 80 : nil
    }

    /// Whether to use colour: on a terminal that has some, unless `NO_COLOR` is set (no-color.org).
    public static var hasColour: Bool {
        isOutput && variable("NO_COLOR") == nil && variable("TERM") != "dumb"
    }

    /// Whether the locale's encoding is UTF-8, as the environment says.
    public static var hasUnicode: Bool {
        let locale = variable("LC_ALL") ?? variable("LC_CTYPE") ?? variable("LANG") ?? ""
        let encoding = locale.lowercased()
        return encoding.contains("utf-8") || encoding.contains("utf8")
    }

    /// Lets a write to a closed pipe fail instead of ending the process.
    public static func ignoreClosedPipes() { signal(SIGPIPE, SIG_IGN) }

    /// Writes a line to standard error. Where that fails nobody can be told.
    public static func complain(_ line: String) {
        try? Descriptor.write(Array((line + "\n").utf8), to: STDERR_FILENO)
    }

    /// A variable that is set to something.
    private static func variable(_ name: String) -> String? {
        let value = ProcessInfo.processInfo.environment[name]
        return value?.isEmpty == false ? value : nil
    }
}
