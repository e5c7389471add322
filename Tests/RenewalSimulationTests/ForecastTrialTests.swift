import ForecastTrialSupport
import RenewalSimulation
import Testing

/// Forecasts compared with what then happens. The executable `forecast-trials` does the same with as many fleets as it
/// is asked for, in release, and with real keys and files.
struct ForecastTrialTests {
    @Test("A forecast agrees with what then happens, in every event", arguments: 0..<10)
    func agrees(tenth: UInt64) async throws {
        for seed in 1 + tenth * 10..<11 + tenth * 10 {
            let outcome = try await ForecastTrial(try TrialFleet(seed: seed)).run()
            let command = "swift run -c release forecast-trials --fleets 1 --seed \(seed)"
            #expect(outcome.differences.isEmpty, "\(outcome.differences.joined(separator: "\n"))\n\(command)")
        }
    }

    @Test("It agrees with agents that have loops of their own", arguments: UInt64(1)..<4)
    func agreesWithLoops(seed: UInt64) async throws {
        let outcome = try await ForecastTrial(try TrialFleet(seed: seed)).runWithLoops(on: .memory(seed: seed))
        #expect(outcome.differences.isEmpty, "\(outcome.differences.joined(separator: "\n"))")
        #expect(outcome.accounts.map(\.name) == ["the store", "the agents"])
        #expect(outcome.accounts.allSatisfy { !$0.events.isEmpty })
    }

    @Test func `an event that is left out, and one that is made up, are found`() async throws {
        var outcome = try await ForecastTrial(try TrialFleet(seed: 3)).run()
        #expect(outcome.differences.isEmpty)
        let event = try #require(outcome.forecast.first)
        outcome.forecast.removeFirst()
        #expect(
            outcome.differences == [
                "the store only, not forecast: \(event)", "the simulation only, not forecast: \(event)",
            ])
        outcome.forecast = [event, event] + outcome.forecast
        #expect(
            outcome.differences == [
                "forecast only, not the store: \(event)", "forecast only, not the simulation: \(event)",
            ])
    }

    @Test("A fault that is put in is found, by everybody who tells what happened", arguments: TrialFault.allCases)
    func finds(fault: TrialFault) async throws {
        var lines: [String] = []
        let isWithLoops = fault == .skippedCheckIns
        let tellers = ["the store", isWithLoops ? "the agents" : "the simulation"]
        for seed in UInt64(1)..<100 where lines.isEmpty {
            let trial = ForecastTrial(try TrialFleet(seed: seed), fault: fault)
            let outcome = try await isWithLoops ? trial.runWithLoops(on: .memory(seed: seed)) : trial.run()
            lines = outcome.differences
        }
        for teller in tellers { #expect(lines.contains { $0.contains(teller) }) }
    }
}
