import StoreTrials

/// States of the disk that a power cut could leave, by a model of the disk under SQLite.
enum StoreCrashStatesCommand: Subcommand {
    static let name = "store-crash-states"
    static let usage = "[--states N] [--seed S] [--broken lying-syncs] [--in FOLDER]"

    static func run(_ options: Options) async throws {
        let states = try options.number("states", default: 2_000)
        let seed = UInt64(try options.number("seed", default: 1))
        let trial = try StoreCrashStates(lies: options.text("broken") == "lying-syncs", in: options.text("in"))
        let start = ContinuousClock.now
        defer {
            print(
                "store-crash-states: \(trial.states) states from seed \(seed), with \(trial.failedSyncs) failed syncs, "
                    + "\(trial.unknown) unknown outcomes, \(trial.kills) kills and \(trial.rounds) logs begun anew on the "
                    + "way, \(seconds(since: start))")
        }
        try await trial.run(states: states, seed: seed)
        guard trial.rounds > 0 || states < 500 else { throw StoreTrialError("IDLE: no log was ever begun anew") }
    }
}
