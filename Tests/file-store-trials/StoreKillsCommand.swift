import StoreTrials

/// Processes that write to a store are killed.
enum StoreKillsCommand: Subcommand {
    static let name = "store-kills"
    static let usage = "[--kills N] [--seed S] [--broken ack-before-commit|half-transactions] [--in FOLDER]"

    static func run(_ options: Options) async throws {
        let seed = UInt64(try options.number("seed", default: 1))
        let trial = try StoreKills(seed: seed, broken: try options.broken(), in: options.text("in"))
        let start = ContinuousClock.now
        do {
            try await trial.run(kills: try options.number("kills", default: 1_000))
        } catch let error as StoreTrialError {
            throw StoreTrialError("seed \(seed), after \(trial.count) kills: \(error)")
        }
        for (boundary, count) in trial.kills.sorted(by: { $0.key < $1.key }) { print("    \(count) \(boundary)") }
        print(
            "store-kills: \(trial.count) kills at \(trial.kills.count) boundaries from seed \(seed), "
                + "\(trial.acknowledged) acknowledged transactions, \(trial.sharedRuns) runs of several processes, "
                + "\(trial.backups) whole backups, \(seconds(since: start))")
        guard trial.backups > 0 || trial.count < 1_000 else { throw StoreTrialError("IDLE: no backup was ever whole") }
    }
}

extension Options {
    /// The promise that the store is to break.
    func broken() throws -> BrokenPromise? {
        guard let text = text("broken") else { return nil }
        guard let broken = BrokenPromise(rawValue: text) else {
            throw Wrong(text: "there is no promise '\(text)' to break")
        }
        return broken
    }
}
