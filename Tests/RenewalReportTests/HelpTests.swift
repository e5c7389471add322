import Foundation
import RenewalTestSupport
import Testing

/// Help, version and shell completions, all from the same definitions.
struct HelpTests {
    static let commands = [
        "groups", "machines", "connections", "timeline", "calendar", "forecast", "check", "export", "validate",
    ]

    @Test func `the tool's help lists every command`() throws {
        let output = try Tool.run(["--help"])
        #expect(output.status == 0 && output.errors == "")
        for command in Self.commands { #expect(output.text.contains("  \(command) ")) }
    }

    @Test("each command's help has examples, and each example parses", arguments: commands)
    func examples(command: String) throws {
        let help = try Tool.run([command, "--help"])
        #expect(help.status == 0)
        let lines = help.text.split(separator: "\n").map { $0.drop { $0 == " " } }
        let examples = lines.filter { $0.hasPrefix("renewal-report \(command)") }
        #expect(examples.count >= 2)
        for example in examples {
            // What can fail is the source alone, which is not there: 66, or 3 for a check.
            let run = try Tool.program(
                "/bin/bash", ["-c", "cd / && renewal-report() { \"$TOOL\" \"$@\"; }; \(example)"], ["TOOL": Tool.path])
            #expect([66, 3].contains(run.status), "\(example): \(run.errors)")
        }
    }

    @Test func `the version is one line`() throws {
        let output = try Tool.run(["--version"])
        #expect(output.status == 0)
        #expect(output.text.contains(#/^renewal-report \d+\.\d+\.\d+\n$/#))
    }

    @Test("completions are made for each shell", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let output = try Tool.run(["--generate-completion-script", shell])
        #expect(output.status == 0)
        for command in Self.commands { #expect(output.text.contains(command)) }
        guard shell == "bash" else { return }
        let folder = try TemporaryFolder()
        try folder.write(output.text, to: "completions")
        #expect(try Tool.program("/bin/bash", ["-n", folder.file("completions")]).status == 0)
    }
}
