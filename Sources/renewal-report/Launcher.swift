import ArgumentParser
import RenewalReporting

/// Runs a command line and turns what went wrong into a message and an exit status.
enum Launcher {
    static func run(_ arguments: [String]) async -> Never {
        do {
            if arguments == ["--version"] {
                try showVersion()
                RenewalReport.exit()
            }
            try requireCommands(arguments)
            var command = try RenewalReport.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            RenewalReport.exit()
        } catch {
            fail(error, isCheck: arguments.first { !$0.hasPrefix("-") } == CheckCommand.configuration.commandName)
        }
    }

    /// The version alone. The parser knows the option too, and would look at every command first, which takes a tenth of
    /// the whole process.
    private static func showVersion() throws {
        try ReportDestination.standardOutput.write { try $0.write(RenewalReport.configuration.version + "\n") }
    }

    /// Refuses the name of a command that there is not. With `help` or `--help` beside it the parser would pass it over,
    /// and show the help of the whole tool.
    private static func requireCommands(_ arguments: [String]) throws {
        let isHelp = arguments.first == "help"
        let names = (isHelp ? arguments.dropFirst() : arguments.prefix(1)).filter { !$0.hasPrefix("-") }
        let known = RenewalReport.configuration.subcommands.compactMap { $0.configuration.commandName }
        if let name = names.first, name != "help", !known.contains(name) {
            throw ValidationError("there is no command '\(name)'; there are \(known.joined(separator: ", "))")
        }
        if names.count > 1 {
            throw ValidationError("help: expected one command; found \(names.joined(separator: " "))")
        }
    }

    private static func fail(_ error: any Error, isCheck: Bool) -> Never {
        if isCheck, RenewalReport.exitCode(for: error) != .success, !(error is ExitCode) { failUnknown(error) }
        guard let error = error as? ReportError else {
            if RenewalReport.exitCode(for: error) == .success { showHelp(RenewalReport.fullMessage(for: error)) }
            RenewalReport.exit(withError: error)
        }
        Terminal.complain("renewal-report: \(error.message)")
        RenewalReport.exit(withError: ExitCode(error.code.rawValue))
    }

    /// Help, and what else the parser answers itself. It would not look whether that could be written.
    private static func showHelp(_ text: String) -> Never {
        do {
            try ReportDestination.standardOutput.write { try $0.write(text + "\n") }
            RenewalReport.exit()
        } catch {
            fail(error, isCheck: false)
        }
    }

    /// A monitoring system reads the first line of standard output, and knows no other statuses than 0 to 3.
    private static func failUnknown(_ error: any Error) -> Never {
        let message = (error as? ReportError)?.message ?? RenewalReport.message(for: error)
        let check = Check(unknown: message)
        // Where standard output can not be written, the status still says it.
        _ = try? ReportDestination.standardOutput.write { try $0.write(check.line + "\n") }
        RenewalReport.exit(withError: ExitCode(check.state.rawValue))
    }
}
