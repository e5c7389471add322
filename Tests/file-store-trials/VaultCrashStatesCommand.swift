import FileStoreTrials

/// Random histories with random crashes.
enum VaultCrashStatesCommand: Subcommand {
    static let name = "vault-crash-states"
    static let usage = "[--states N] [--seed S] [--without-sync file|folder|parent|settling]"

    static func run(_ options: Options) throws {
        let states = try options.number("states", default: 1_000_000)
        let seed = UInt64(try options.number("seed", default: 1))
        var trial = try VaultCrashStates(leftOut: try options.leftOut())
        let start = ContinuousClock.now
        defer {
            print(
                "vault-crash-states: \(trial.states) states from seed \(seed), \(trial.kills) kills, "
                    + "\(trial.failures) failed calls, \(seconds(since: start))")
            for (call, count) in trial.byCall.sorted(by: { $0.key < $1.key }) {
                print("    \(count) after \(call)")
            }
        }
        try trial.run(states: states, seed: seed)
    }
}
