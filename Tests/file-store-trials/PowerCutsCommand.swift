import StoreTrials

/// The power goes under a store and a vault that are written.
enum PowerCutsCommand: Subcommand {
    static let name = "power-cuts"
    static let usage =
        "[--count N] [--filesystem ext4|xfs] [--seed S] [--broken lying-syncs|unsynced-backups] "
        + "[--in FOLDER]"

    static func run(_ options: Options) async throws {
        let kind = options.text("filesystem") ?? "ext4"
        if let obstacle = PowerCuts.obstacle(kind) { return print("SKIPPED \(name) on \(kind): \(obstacle)") }
        let (count, seed) = (try options.number("count", default: 50), UInt64(try options.number("seed", default: 1)))
        let lies = options.text("broken") == "lying-syncs"
        let trial = try PowerCuts(
            kind, seed: seed, lies: lies, broken: lies ? nil : try options.broken(), in: options.text("in"))
        let start = ContinuousClock.now
        do {
            guard try await trial.run(count: count) else {
                return print("SKIPPED \(name) on \(kind): a loop device can not be mounted here")
            }
        } catch let error as StoreTrialError {
            throw StoreTrialError("\(kind), seed \(seed), after \(trial.cuts.values.reduce(0, +)) cuts: \(error)")
        }
        let ways = trial.cuts.sorted(by: { $0.key < $1.key }).map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print(
            "power-cuts: \(count) on \(kind) from seed \(seed) (\(ways)), each under a store and a vault; "
                + "\(trial.newStores) right after the store was made; \(trial.storeWrites) transactions and "
                + "\(trial.vaultWrites) vaults acknowledged before a cut and found, \(trial.lateAndLost) "
                + "acknowledged after one and not; \(trial.backupsUnderWay) cuts in a backup, \(trial.finishedBackups) "
                + "backups finished before one, \(trial.backups) whole, \(seconds(since: start))")
    }
}
