import ForecastTrialSupport
import Foundation

/// Compares forecasts with what then happens, on random fleets:
///
///     swift run -c release forecast-trials --fleets 1000 --seed 1
///     swift run -c release forecast-trials --fleets 50 --seed 3001 --real [--in FOLDER]
///     swift run -c release forecast-trials --fleets 20 --seed 5420 --judged
///
/// Without `--real` fleets live in memory, with the insecure double. With it they live on a file store, with real keys
/// in vaults of files, and after the forecast by themselves: each agent and the coordinator with its own loop. With
/// `--judged` the judge in Python forecasts too.
///
/// It says how often each sort of event was compared; with `--all-sorts` it fails where one was never seen. With
/// `--broken FAULT` something wrong is put in: it ends at the first fleet that differs, as it should.
///
/// A fleet whose forecast and life differ is made as small as it can be and printed, with the command that plays it
/// again; the exit status is 1 then.
@main
struct ForecastTrials {
    static func main() async throws {
        let trials = try Trials(CommandLine.arguments)
        let begin = ContinuousClock.now
        let result = try await trials.run()
        print(result.counts)
        print(
            "\(result.fleets) \(trials.title) from seed \(trials.seeds.lowerBound), \(result.events) events forecast, "
                + "\(result.failures) fleets differ, \(ContinuousClock.now - begin)")
        let missing = trials.needsAllSorts ? result.counts.missing(from: trials.scope) : []
        if !missing.isEmpty { print("NEVER SEEN: \(missing.joined(separator: ", "))") }
        if result.failures > 0 || !missing.isEmpty { exit(1) }
    }
}
