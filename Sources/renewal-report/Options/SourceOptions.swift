import ArgumentParser
import RenewalCore
import RenewalReporting

/// Where a report comes from, what of it, and where it goes.
struct SourceOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("A file store, package or Web API responses.", valueName: "source"))
    var from: String

    @Option(
        name: .long,
        help: ArgumentHelp("Only the group of this name or id. May be repeated.", valueName: "name|id"))
    var group: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "As of this instant, such as 2026-11-23T04:00:00Z or 2026-11-23. (default: now)", valueName: "instant"),
        transform: Arguments.instant)
    var at: Instant?

    @Option(name: .long, help: ArgumentHelp("Write to this file; - is standard output.", valueName: "file"))
    var output: String?

    func validate() throws {
        guard let output else { return }
        if output.isEmpty { throw ValidationError("--output: expected the name of a file, or - for standard output") }
        try keepSource(from: ReportDestination(output), "--output")
    }

    /// The instant of `--at`, or now.
    var instant: Instant { at ?? SystemClock().now() }

    /// Refuses to write where the source would change.
    func keepSource(from destination: ReportDestination, _ option: String) throws {
        guard destination.isPart(ofSource: from), case .file(let path) = destination else { return }
        throw ValidationError("\(option): \(path) belongs to the source, which is never changed; write elsewhere")
    }

    /// The source as of the instant, with what a user should know on standard error.
    func fleet(machines: KeptMachines = .all) async throws -> Fleet {
        let line = ProgressLine()
        defer { line.clear() }
        let fleet = try await Fleet.read(
            from: from, at: instant, groups: group, machines: machines
        ) { line.show(rows: $0) }
        line.clear()
        for note in fleet.notes { Terminal.complain("renewal-report: \(note)") }
        complain(of: fleet.unknownGroups)
        return fleet
    }

    /// Says which of the chosen groups there are not.
    func complain(of unknownGroups: [String]) {
        for name in unknownGroups {
            Terminal.complain("renewal-report: no group of \(from) has the name or id \"\(name)\"")
        }
    }

    var destination: ReportDestination { ReportDestination(output) }
}

/// Reads what several commands take.
enum Arguments {
    @Sendable static func instant(_ text: String) throws -> Instant {
        guard let instant = Instant(text) else {
            throw ValidationError(
                "expected an instant such as 2026-11-23T04:00:00Z, or a date such as 2026-11-23 (midnight UTC)")
        }
        return instant
    }

    @Sendable static func absence(_ text: String) throws -> ForecastRequest.Absence {
        guard let absence = ForecastRequest.Absence(text) else {
            throw ValidationError("expected MACHINE=FROM/TO with FROM before TO, such as PC-7=2026-12-01/2027-03-01")
        }
        return absence
    }
}
