import StoreTrials

/// Processes race to issue the same generation.
enum IssueRaceCommand: Subcommand {
    static let name = "issue-race"
    static let usage =
        "[--processes N] [--rounds N] [--seed S] [--broken losers-told-they-won|candidates-kept] [--in FOLDER]"

    static func run(_ options: Options) async throws {
        let (processes, rounds) = (
            try options.number("processes", default: 64), try options.number("rounds", default: 200)
        )
        let seed = UInt64(try options.number("seed", default: 1))
        let hoards = options.text("broken") == "candidates-kept"
        let trial = try IssueRace(
            processes: processes, seed: seed, broken: hoards ? nil : try options.broken(), hoards: hoards,
            in: options.text("in"))
        let start = ContinuousClock.now
        do { try await trial.run(rounds: rounds) } catch let error as StoreTrialError {
            throw StoreTrialError("seed \(seed): \(error)")
        }
        let winners = trial.wins.values.reduce(0, +)
        print(
            "issue-race: \(rounds) rounds of \(processes) processes from seed \(seed): \(winners) winners, on "
                + "\(trial.wins.count) different machines; \(trial.lostRaces) lost races; \(trial.kills) kills, "
                + "\(trial.killsInFlight) of them before the machine had answered; \(trial.checkIns) check-ins, "
                + "\(seconds(since: start))")
        guard winners == rounds else { throw StoreTrialError("\(winners) winners in \(rounds) rounds") }
        guard trial.lostRaces > 0, trial.kills > 0 || rounds < 10 else {
            throw StoreTrialError("IDLE: nobody lost a race, or nobody was killed")
        }
    }
}
