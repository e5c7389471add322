import ForecastTrialSupport
import RenewalSimulation
import Testing

/// Forecasts compared with what then happens. The executable `forecast-trials` does the same with as many fleets as it
/// is asked for, in release.
struct ForecastTrialTests {
    @Test("A forecast agrees with what then happens, in every event", arguments: 0..<10)
    func agrees(tenth: UInt64) async throws {
        for seed in 1 + tenth * 10..<11 + tenth * 10 {
            let outcome = try await ForecastTrial(try TrialFleet(seed: seed)).run()
            let command = "swift run -c release forecast-trials --fleets 1 --seed \(seed)"
            #expect(outcome.differences.isEmpty, "\(outcome.differences.joined(separator: "\n"))\n\(command)")
        }
    }

    @Test func `an event that is left out, and one that is made up, are found`() async throws {
        var outcome = try await ForecastTrial(try TrialFleet(seed: 3)).run()
        #expect(outcome.differences.isEmpty)
        let event = try #require(outcome.forecast.first)
        outcome.forecast.removeFirst()
        #expect(outcome.differences == ["happened only: \(event)", "witnessed only: \(event)"])
        outcome.forecast = [event, event] + outcome.forecast
        #expect(outcome.differences == ["forecast only: \(event)", "forecast only: \(event)"])
    }
}
