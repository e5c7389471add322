import Foundation
import Testing

/// Terminals, pipes and locales.
struct EnvironmentTests {
    static let fleet = ["--from", Repository.fleet, "--at", "2026-11-23"]
    static let hasPython = (try? Tool.program("/usr/bin/env", ["python3", "--version"]))?.status == 0

    /// Runs the tool on a terminal of that size, and gives what it wrote there, standard error included.
    static func onTerminal(
        _ arguments: [String], columns: Int, _ variables: [String: String?] = [:]
    ) throws -> Tool.Output {
        let script = Repository.tests.appendingPathComponent("Judges/terminal.py").path
        return try Tool.program(
            "/usr/bin/env", ["python3", "-B", script, "\(columns)", Tool.path] + arguments,
            variables.merging(["TERM": "xterm"]) { old, _ in old })
    }

    @Test(.enabled(if: hasPython, "needs the command python3"))
    func `on a terminal urgency is in colour, and no line is wider than it`() throws {
        for columns in [22, 40, 60, 80, 100, 200] {
            let output = try Self.onTerminal(["machines"] + Self.fleet, columns: columns)
            #expect(output.status == 0)
            #expect(output.text.contains("\u{1B}[1;31m") && output.text.contains("\u{1B}[32m"))
            let plain = output.text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
            // A column is a scalar here, but for the wide ones.
            let widest =
                plain.split(separator: "\n").map { line in
                    line.unicodeScalars.reduce(0) {
                        $0 + ($1.value >= 0x1100 && $1.value != 0x2013 && $1.value != 0x2026 ? 2 : 1)
                    }
                }.max() ?? 0
            #expect(widest <= columns, "\(widest) in \(columns) columns")
        }
    }

    @Test(
        "no colour where it is not wanted", .enabled(if: hasPython, "needs the command python3"),
        arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
    func plain(variables: [String: String]) throws {
        let output = try Self.onTerminal(["machines"] + Self.fleet, columns: 100, variables.mapValues { $0 })
        #expect(output.status == 0)
        #expect(!output.text.contains("\u{1B}"))
    }

    @Test(.enabled(if: hasPython, "needs the command python3"))
    func `an empty NO_COLOR asks for nothing`() throws {
        let output = try Self.onTerminal(["groups"] + Self.fleet, columns: 100, ["NO_COLOR": ""])
        #expect(output.text.contains("\u{1B}[1;31m"))
    }

    @Test("a locale without UTF-8 gets marks of ASCII, and names as they are", arguments: ["C", "POSIX", "de_DE"])
    func locale(name: String) throws {
        let output = try Tool.run(["groups"] + Self.fleet, ["LC_ALL": name, "COLUMNS": "80"])
        #expect(output.status == 0)
        #expect(!output.text.contains("…") && !output.text.contains("–"))
        #expect(output.text.contains("帳票") && output.text.contains("..."))
    }

    @Test func `the environment's locale variables count in their order`() throws {
        let run = { try Tool.run(["groups"] + Self.fleet, $0).text.contains("–") }
        #expect(try run(["LC_ALL": nil, "LANG": "en_US.UTF-8"]))
        #expect(try run(["LC_ALL": nil, "LC_CTYPE": "C.utf8", "LANG": "C"]))
        #expect(try !run(["LC_ALL": "C", "LANG": "en_US.UTF-8"]))
        #expect(try !run(["LC_ALL": nil]))
    }

    static let hasZones = FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin")

    @Test(.enabled(if: hasZones, "needs /usr/share/zoneinfo, of the package tzdata"))
    func `names of zones come from the system, whatever TZ says`() throws {
        let output = try Tool.run(["groups", "--time-zone", "Europe/Berlin"] + Self.fleet)
        // In winter and in summer.
        #expect(output.text.contains("2026-12-24 15:05") && output.text.contains("2027-05-08 16:05"))
        #expect(output.text.contains("as of 2026-11-23 01:00 CET"))
    }
}
