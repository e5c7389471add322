import Foundation
import RenewalTestSupport

/// An independent program that tests compare this library's output with. A test whose judge is missing is skipped and
/// says which one it needs.
enum Judge {
    /// Whether the command `xmllint` is here.
    static let hasXMLLint = succeeds("xmllint", ["--version"])
    /// Whether the command `unzip` is here.
    static let hasUnzip = succeeds("unzip", ["-v"])
    /// Whether the command `python3` is here.
    static let hasPython = succeeds("python3", ["--version"])
    /// Whether the command `strace` is here and may be used.
    static let hasStrace = succeeds("strace", ["-e", "trace=openat", "true"])

    /// What a program left.
    struct Output {
        let status: Int32
        let text: String
        let errors: String
    }

    /// Runs a command found in PATH. Its output goes to files, so that no pipe can fill up.
    static func run(_ command: String, _ arguments: [String]) throws -> Output {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command] + arguments
        process.standardInput = FileHandle.nullDevice
        let (output, errors) = (URL(filePath: folder.file("out")), URL(filePath: folder.file("err")))
        try Data().write(to: output)
        try Data().write(to: errors)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        return Output(
            status: process.terminationStatus, text: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }

    /// Runs a Python program and gives what it prints.
    static func python(_ program: String, _ arguments: [String]) throws -> String {
        struct Failure: Error { var text: String }
        let output = try run("python3", ["-B", "-c", program] + arguments)
        guard output.status == 0 else { throw Failure(text: String(output.errors.suffix(2_000))) }
        return output.text
    }

    private static func succeeds(_ command: String, _ arguments: [String]) -> Bool {
        (try? run(command, arguments))?.status == 0
    }
}
