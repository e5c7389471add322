internal import CMeasuring
import RenewalSimulation

extension Row {
    /// How much a simulation with the insecure double lives in a second of processor time, which is that of one core:
    /// the goal is a million machine-days. With check-ins jumped over, as forecasts do it, and with each one played.
    func simulation(isQuick: Bool) async throws -> RowResult {
        let (groups, machines, years) = isQuick ? (2, 20, 6) : (20, 100, 10)
        let jumping = try await Self.rates(groups: groups, machines: machines, days: years * 365)
        let playing = try await Self.rates(groups: 2, machines: isQuick ? 20 : 100, days: 365, jumps: false)
        let days = jumping.machineDays
        return RowResult(
            work: "simulation of \(groups) groups of \(machines) machines for \(years) years, insecure double",
            ratio: days / 1_000_000, atLeast: 1, microseconds: [1_000_000 / days],
            simulated: [days, jumping.checkIns, playing.checkIns], allocations: [], peakBytes: Self.peakBytes)
    }

    private struct Rates {
        /// Machine-days a second.
        var machineDays: Double
        /// Check-ins a second, those included that were jumped over.
        var checkIns: Double
    }

    private static func rates(groups: Int, machines: Int, days: Int, jumps: Bool = true) async throws -> Rates {
        let fleet = try await SimulatedFleet(groups: groups, machines: machines, jumps: jumps)
        let start = processor_nanoseconds()
        let lived = try await fleet.live(days: days)
        let seconds = Double(processor_nanoseconds() - start) / 1e9
        try require(lived.machineDays == Double(groups * machines * days), "not every machine lived every day")
        // Nine of ten machines are hardly ever away.
        try require(Double(lived.checkIns) > lived.machineDays * 0.8, "machines did not check in every day")
        try require(jumps || lived.playedCheckIns == lived.checkIns, "check-ins were jumped over")
        try require(days < 2_000 || fleet.events > groups * machines, "no certificate changed")
        return Rates(machineDays: lived.machineDays / seconds, checkIns: Double(lived.checkIns) / seconds)
    }
}
