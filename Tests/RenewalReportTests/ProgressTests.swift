import Foundation
import RenewalCore
import RenewalFileStore
import RenewalReporting
import RenewalTestSupport
import Synchronization
import Testing

/// The line on standard error that says how far long work is.
struct ProgressTests {
    /// Responses that take the tool some seconds to read, whatever the machine and the build.
    static let slow = Result {
        let folder = try TemporaryFolder()
        let clock = ContinuousClock()
        var count = 50_000
        while true {
            try write(count, to: folder)
            var output: Tool.Output?
            let time = try clock.measure { output = try Tool.run(["groups", "--from", folder.path]) }
            try #require(output?.status == 0)
            // More than a second, and enough rows after it.
            if time > .seconds(2.5) { return folder }
            count *= 2
        }
    }

    private static func write(_ count: Int, to folder: TemporaryFolder) throws {
        let rows = (0..<count).map { number in
            "{\"flowmachineid\":\"\(Counter.id(1, UInt64(number)))\",\"agentversion\":\"2.60.\(number)\"}"
        }
        let head = #"{"@odata.context":"x#flowmachines","value":["#
        try folder.write(head + rows.joined(separator: ",\n") + "]}", to: "machines.json")
    }

    /// Runs the tool on a terminal, but for what the redirection says.
    static func onTerminal(_ redirection: String, _ source: String) throws -> Tool.Output {
        let script = Repository.tests.appendingPathComponent("Judges/terminal.py").path
        return try Tool.program(
            "/usr/bin/env",
            [
                "python3", "-B", script, "80", "/bin/bash", "-c", "exec \"$0\" groups --from \"$1\" \(redirection)",
                Tool.path, source,
            ])
    }

    static var line: Regex<(Substring, Substring)> { #/\r\u{1B}\[Kreading: (\d+) rows/# }

    @Test(.enabled(if: EnvironmentTests.hasPython, "needs the command python3"))
    func `on a terminal it counts up and goes away`() throws {
        let output = try Self.onTerminal(">/dev/null", try Self.slow.get().path)
        #expect(output.status == 0)
        let counts = output.text.matches(of: Self.line).compactMap { Int($0.output.1) }
        #expect(!counts.isEmpty && counts == counts.sorted() && Set(counts).count == counts.count, "\(counts)")
        #expect(output.text.contains("\r\u{1B}[K"))
        let last = try #require(output.text.ranges(of: Self.line).last)
        #expect(output.text[last.upperBound...] == "\r\u{1B}[K")
    }

    @Test(.enabled(if: EnvironmentTests.hasPython, "needs the command python3"))
    func `where standard error is no terminal there is none, even if standard output is one`() throws {
        let folder = try TemporaryFolder()
        let output = try Self.onTerminal("2>'\(folder.file("errors"))'", try Self.slow.get().path)
        #expect(output.status == 0 && output.text.hasPrefix("no groups"))
        #expect(try folder.text(of: "errors") == "")
    }

    @Test(.enabled(if: EnvironmentTests.hasPython, "needs the command python3"))
    func `work that is soon done shows none`() throws {
        let folder = try TemporaryFolder()
        // Enough rows to be counted once.
        try Self.write(5_000, to: folder)
        let output = try Self.onTerminal(">/dev/null", folder.path)
        #expect(output.status == 0 && output.text == "")
    }

    @Test func `a store tells of each page of a large group`() async throws {
        let folder = try TemporaryFolder()
        let store = try FileStore(path: folder.file("store.sqlite"))
        let group = MachineGroup(
            id: GroupID(Counter.id(2, 1)), name: try Name("Finance"), policy: .default, phase: .new)
        let machines = try (1...2_500).map { number in
            Machine(
                id: MachineID(Counter.id(1, number)), group: group.id, name: try Name("machine-\(number)"),
                agentVersion: nil, membership: nil, keyReceivedAt: nil, lastHeartbeat: nil)
        }
        try await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
            TransactionDecision(changes: [.insertGroup(group)] + machines.map { .insertMachine($0) }, outcome: ())
        }
        let told = Mutex<[Int]>([])
        _ = try await Fleet.read(from: folder.file("store.sqlite"), at: TestWorld.start) { count in
            told.withLock { $0.append(count) }
        }
        #expect(told.withLock { $0 } == [1_000, 2_000, 2_500])
    }
}
