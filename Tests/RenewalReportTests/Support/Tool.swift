import Foundation
import RenewalTestSupport

/// Runs the built executable as a user would.
enum Tool {
    /// What a run left.
    struct Output {
        let status: Int32
        let text: String
        let errors: String
    }

    /// The executable stands beside the tests in the build folder.
    static let path: String = {
        let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
        var folder = URL(fileURLWithPath: bundle)
        while folder.path.contains(".xctest") { folder.deleteLastPathComponent() }
        return folder.appendingPathComponent("renewal-report").path
    }()

    /// Variables that every run has; nothing of the caller's environment reaches a golden output.
    static let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo"]

    /// Runs the tool; a variable that is `nil` is not set.
    static func run(_ arguments: [String], _ variables: [String: String?] = [:]) throws -> Output {
        try program(path, arguments, variables)
    }

    /// Runs a program. Its output goes to files, so that no pipe can fill up.
    static func program(
        _ path: String, _ arguments: [String], _ variables: [String: String?] = [:]
    ) throws -> Output {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = environment.merging(variables.compactMapValues { $0 }) { _, new in new }
            .filter { variables[$0.key] != .some(nil) }
        process.standardInput = FileHandle.nullDevice
        try folder.write("", to: "out")
        try folder.write("", to: "err")
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.file("out")))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.file("err")))
        try process.run()
        process.waitUntilExit()
        // A process that a signal ended is no exit status.
        let status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return Output(status: status, text: try folder.text(of: "out"), errors: try folder.text(of: "err"))
    }
}

/// Folders of the repository.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The made-up fleet.
    static let fleet = root.appendingPathComponent("Examples/Fleet/Responses").path
    /// This test target.
    static let tests = root.appendingPathComponent("Tests/RenewalReportTests")
}
