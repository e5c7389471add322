import ForecastTrialSupport
import RenewalSimulation
import Testing

/// Forecasts of random fleets, compared with what then happens and with a program in Python that was written from the
/// text of the rules.
struct ForecastJudgeTests {
    private static let seeds = UInt64(5_420)..<5_440

    @Test(
        "The judge in Python forecasts the same", .enabled(if: Judge.isPresent, "needs the command python3"),
        arguments: seeds)
    func judged(seed: UInt64) async throws {
        let outcome = try await JudgedTrial(seed: seed).run()
        #expect(outcome.accounts.map(\.name).contains("the judge"))
        #expect(outcome.differences == [], "seed \(seed)")
    }

    @Test(
        "The fleets that are judged have every sort of event",
        .enabled(if: Judge.isPresent, "needs the command python3"))
    func everySort() async throws {
        var counts = TrialCounts()
        for seed in Self.seeds { counts.add(try await JudgedTrial(seed: seed).run()) }
        #expect(counts.missing(from: .judged) == [])
    }

    @Test(
        "What is wrong with a forecast, the judge sees", .enabled(if: Judge.isPresent, "needs the command python3"),
        arguments: [TrialFault.lateDeadlines, .swappedReasons, .untoldUpdates])
    func finds(fault: TrialFault) async throws {
        var lines: [String] = []
        for seed in Self.seeds where lines.isEmpty {
            lines = try await JudgedTrial(seed: seed, fault: fault).run().differences
        }
        #expect(lines.contains { $0.contains("the judge") })
    }
}
