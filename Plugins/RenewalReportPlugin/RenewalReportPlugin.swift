import Foundation
import PackagePlugin

/// `swift package renewal-report …`: runs the tool with the arguments as they are.
@main
struct RenewalReportPlugin: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) async throws {
        let process = Process()
        process.executableURL = try context.tool(named: "renewal-report").url
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            // SwiftPM exits with 1 whatever is said here; the tool has said what was wrong.
            throw ExitStatus(status: process.terminationStatus)
        }
    }
}

/// The tool failed.
struct ExitStatus: Error, CustomStringConvertible {
    var status: Int32

    var description: String { "renewal-report exited with \(status)" }
}
