// Trials of the file store that take too long for a test, or need processes of their own:
//
//     swift run -c release file-store-trials vault-crash-states --states 1000000 --seed 1
//
// Each subcommand has a file of its own. It prints what it does in plain lines, and exits with 1 where it finds that
// something is not as it must be, with 2 where it was called wrongly.

@main
struct Main {
    static var subcommands: [any Subcommand.Type] {
        [
            VaultCrashPointsCommand.self, VaultCrashStatesCommand.self, VaultKillsCommand.self,
            VaultKillChildCommand.self, VaultHoldCommand.self,
            StoreKillsCommand.self, StoreFaultsCommand.self, StoreSystemCallsCommand.self,
            StoreCrashStatesCommand.self, StoreDamageCommand.self, IssueRaceCommand.self, PowerCutsCommand.self,
            StoreWriterCommand.self, VaultWriterCommand.self, RaceWorkerCommand.self,
        ]
    }

    static func main() async {
        let words = CommandLine.arguments.dropFirst()
        guard let subcommand = subcommands.first(where: { $0.name == words.first }) else {
            print("usage: file-store-trials SUBCOMMAND [--OPTION VALUE]...")
            for subcommand in subcommands { print("    \(subcommand.name) \(subcommand.usage)") }
            leave(2)
        }
        do {
            let options = try Options(Array(words.dropFirst()))
            // Those that trials start have options of their own.
            if subcommand.usage.contains("--") { try options.check(against: subcommand.usage) }
            try await subcommand.run(options)
        } catch let error as Options.Wrong {
            print("error: \(error.text); usage: \(subcommand.name) \(subcommand.usage)")
            leave(2)
        } catch {
            print("VIOLATION \(error)")
            leave(1)
        }
    }
}
