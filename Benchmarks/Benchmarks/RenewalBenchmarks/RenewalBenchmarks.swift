import Benchmark
import RenewalWorkloads

// Absolute figures of the rows with a floor, work and floor apart: `swift package benchmark`. What counts is the ratio
// of the two in one run, which `Benchmarks/run` measures.
let benchmarks: @Sendable () -> Void = {
    for row in [Row.checkIn, .renewal, .run, .storeCheckIn, .storeOpening, .xmlWrite, .xmlRead] {
        for isFloor in [false, true] {
            Benchmark(
                "\(row.rawValue), \(isFloor ? "floor" : "work")",
                configuration: .init(
                    metrics: [.wallClock, .cpuTotal, .throughput, .peakMemoryResident], warmupIterations: 1,
                    maxDuration: .seconds(3), maxIterations: 40),
                closure: { benchmark, workload in
                    var workload: any Workload = workload
                    try await slice(of: &workload, isFloor: isFloor, benchmark)
                    benchmark.setupState = workload
                },
                setup: { try await row.workload() })
        }
    }
}

private func slice(of workload: inout some Workload, isFloor: Bool, _ benchmark: Benchmark) async throws {
    try await workload.prepare()
    benchmark.startMeasurement()
    if isFloor { try workload.floor() } else { try await workload.work() }
    benchmark.stopMeasurement()
}
