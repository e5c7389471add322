import ForecastTrialSupport
import Foundation

/// Compares forecasts with what then happens, on random fleets:
///
///     swift run -c release forecast-trials --fleets 1000 --seed 1
///     swift run -c release forecast-trials --fleets 50 --seed 1 --real [--in FOLDER]
///
/// Without `--real` fleets live in memory, with the insecure double, and everything that a forecast can be told of
/// happens to them. With it they live on a file store, with real keys in vaults of files, and after the forecast by
/// themselves: each agent and the coordinator with its own loop.
///
/// A fleet whose forecast and life differ is made as small as it can be and printed, with the command that plays it
/// again; the exit status is 1 then.
@main
struct ForecastTrials {
    static func main() async throws {
        let isReal = CommandLine.arguments.contains("--real")
        let (fleets, first) = (number("--fleets") ?? (isReal ? 50 : 1_000), number("--seed") ?? 1)
        let begin = ContinuousClock.now
        var (events, failures) = (0, 0)
        for seed in first..<first + fleets {
            let fleet = try TrialFleet(seed: seed, scope: isReal ? .agentsAsTheyAre : .everything)
            let outcome = try await isReal ? RealGround.run(fleet) : ForecastTrial(fleet).run()
            events += outcome.forecast.count
            guard !outcome.differences.isEmpty else { continue }
            failures += 1
            print("seed \(seed): forecast and life differ; play it again with")
            print("    swift run -c release forecast-trials --fleets 1 --seed \(seed)\(isReal ? " --real" : "")")
            for line in outcome.differences.prefix(20) { print("    \(line)") }
            if !isReal { print(await fleet.shrunk().text) }
        }
        print(
            "\(fleets) fleets from seed \(first)\(isReal ? ", real keys, files and loops" : ""), \(events) events "
                + "forecast, \(failures) fleets differ, \(ContinuousClock.now - begin)")
        if failures > 0 { exit(1) }
    }

    static func text(_ option: String) -> String? {
        let arguments = CommandLine.arguments
        guard let place = arguments.firstIndex(of: option), place + 1 < arguments.count else { return nil }
        return arguments[place + 1]
    }

    private static func number(_ option: String) -> UInt64? { text(option).flatMap(UInt64.init) }
}
