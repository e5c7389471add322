import ForecastTrialSupport
import RenewalSimulation
import Testing

/// Forecasts of random fleets, compared with what then happens and with a program in Python that was written from the
/// text of the rules.
struct ForecastJudgeTests {
    @Test(
        "The judge in Python forecasts the same",
        .enabled(if: Judge.isPresent, "needs the command python3"), arguments: UInt64(5_000)..<5_020)
    func judged(seed: UInt64) async throws {
        let trial = ForecastTrial(try TrialFleet(seed: seed, scope: .judged))
        let world = FleetSimulation(startingAt: trial.fleet.start, seed: seed)
        let cut = try await trial.live(world)
        let options = try await trial.options(at: cut, world)
        let rows = try await world.rows()
        let forecast = try await Forecast(of: rows, options: options).events()
        let judged = try Judge.lines(JudgedFleet(rows, options))
        #expect(forecast.map(\.judgedLine) == judged, "seed \(seed)")
        let outcome = try await trial.run()
        #expect(outcome.forecast == forecast && outcome.differences == [], "seed \(seed)")
    }

    @Test func `the fleets that are judged have every kind of event`() async throws {
        var kinds: Set<ForecastEvent.Kind> = []
        for seed in UInt64(5_000)..<5_020 {
            let trial = ForecastTrial(try TrialFleet(seed: seed, scope: .judged))
            let world = FleetSimulation(startingAt: trial.fleet.start, seed: seed)
            let cut = try await trial.live(world)
            let options = try await trial.options(at: cut, world)
            kinds.formUnion(try await Forecast(of: world.storage, options: options).events().map(\.kind))
        }
        #expect(kinds == Set(ForecastEvent.Kind.allCases))
    }
}
