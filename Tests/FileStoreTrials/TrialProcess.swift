package import Foundation

/// The command `file-store-trials` as a process of its own.
package final class TrialProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Starts it.
    package init(_ executable: URL, _ arguments: [String]) throws {
        process.executableURL = executable
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// The next line that it prints, or what comes before its end.
    package func line() -> String {
        var bytes: [UInt8] = []
        while let byte = output.fileHandleForReading.readData(ofLength: 1).first, byte != UInt8(ascii: "\n") {
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// All lines until it ends, and the signal that ended it, 0 for none.
    package func lines() -> (lines: [String], signal: Int32) {
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let signal = process.terminationReason == .uncaughtSignal ? process.terminationStatus : 0
        return (String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init), signal)
    }

    /// Ends it, by a signal or by closing what it reads, and waits until it has ended.
    package func end(killing: Bool) {
        if killing { kill(process.processIdentifier, SIGKILL) }
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
