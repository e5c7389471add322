import Foundation

/// The judge in Python: a program that forecasts from the text of the rules alone.
package enum Judge {
    package static let isPresent = (try? run(["python3", "--version"], input: Data())) != nil

    struct Failure: Error { var text: String }

    /// The lines that the judge writes for a fleet.
    static func lines(_ fleet: JudgedFleet) throws -> [String] {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Judges/forecast.py")
        let input = try JSONEncoder().encode(fleet)
        return try run(["python3", "-B", script.path], input: input).split(separator: "\n").map { String($0) }
    }

    /// What a program prints. Its input comes from a file, so that no pipe can fill up.
    private static func run(_ command: [String], input: Data) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "renewalkit-\(UUID().uuidString).json")
        try input.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        let (output, errors) = (Pipe(), Pipe())
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(text: String(complaint.suffix(2_000))) }
        return text
    }
}
