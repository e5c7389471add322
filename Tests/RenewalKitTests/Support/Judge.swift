import Foundation

/// An independent program that tests compare this library's output with: `openssl`, or a Python script of the folder
/// Judges. A test whose judge is missing is skipped and says which one it needs.
enum Judge {
    /// Whether the command `openssl` is here.
    static let hasOpenSSL = succeeds("openssl", ["version"])
    /// Whether `python3` is here.
    static let hasPython = succeeds("python3", ["--version"])
    /// Whether `python3` has the package cryptography with HPKE.
    static let hasCryptography = succeeds("python3", ["-c", "from cryptography.hazmat.primitives import hpke"])
    /// Whether `python3` has the package pkilint.
    static let hasPkilint = succeeds("python3", ["-c", "import pkilint.pkix.certificate"])

    /// What a program left.
    struct Output {
        let status: Int32
        let text: String
        let errors: String
    }

    /// What went wrong with a judge, as opposed to what it found.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The folder of the test target's sources.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// Runs a Python script of the folder Judges and gives its output's lines.
    static func python(_ script: String, _ arguments: [String]) throws -> [String] {
        let path = folder.appendingPathComponent("Judges").appendingPathComponent(script).path
        let output = try run("python3", ["-B", path] + arguments)
        guard output.status == 0 else {
            throw Failure(description: "\(script) exited with \(output.status): \(output.errors.suffix(2_000))")
        }
        return output.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    /// Runs a command found in PATH. Its output goes to files, so that no pipe can fill up.
    static func run(_ command: String, _ arguments: [String]) throws -> Output {
        try withTemporaryFolder { folder in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [command] + arguments
            process.standardInput = FileHandle.nullDevice
            let (output, errors) = (folder.appendingPathComponent("out"), folder.appendingPathComponent("err"))
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
    }

    /// Gives a new folder to the body and removes it afterwards.
    static func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("renewalkit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    private static func succeeds(_ command: String, _ arguments: [String]) -> Bool {
        (try? run(command, arguments))?.status == 0
    }
}
