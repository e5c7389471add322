import ForecastTrialSupport

/// Compares forecasts with what then happens, on as many random fleets as are asked for.
///
///     forecast-trials [--fleets N] [--seed S]
///
/// A fleet whose forecast and life differ is printed with the command that plays it again, and the exit status is 1.
@main
struct ForecastTrials {
    static func main() async throws {
        let (fleets, first) = (number("--fleets") ?? 1_000, number("--seed") ?? 1)
        var (events, failures) = (0, 0)
        let clock = ContinuousClock()
        let begin = clock.now
        let withLoops = CommandLine.arguments.contains("--loops")
        for seed in first..<first + fleets {
            let outcome =
                withLoops
                ? try await ForecastTrial(TrialFleet(seed: seed, scope: .agentsAsTheyAre)).runWithLoops(on: .memory(seed: seed))
                : try await ForecastTrial(TrialFleet(seed: seed)).run()
            events += outcome.forecast.count
            guard !outcome.differences.isEmpty else { continue }
            failures += 1
            print("seed \(seed): forecast and life differ; play it again with")
            print("    swift run -c release forecast-trials --fleets 1 --seed \(seed)")
            for line in outcome.differences.prefix(20) { print("    \(line)") }
        }
        print("\(fleets) fleets from seed \(first), \(events) events, \(failures) fleets differ, \(clock.now - begin)")
        if failures > 0 { exitUnsuccessfully() }
    }

    private static func number(_ option: String) -> UInt64? {
        let arguments = CommandLine.arguments
        guard let place = arguments.firstIndex(of: option), place + 1 < arguments.count else { return nil }
        return UInt64(arguments[place + 1])
    }
}
