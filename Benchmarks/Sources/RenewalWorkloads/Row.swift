internal import CMeasuring
internal import RenewalSimulation

/// The rows of the table that are measured in one process each.
public enum Row: String, CaseIterable, Sendable {
    /// The coordinator's side of a check-in against two verifications.
    case checkIn = "check-in"
    /// A renewal of a whole group against the cryptography of its installations.
    case renewal
    /// A run that seals the credentials again against HPKE and the signatures of storing.
    case run
    /// Check-ins in groups of different size.
    case checkInSizes = "check-in-sizes"
    /// The same without the cost of real cryptography.
    case checkInSizesInsecure = "check-in-sizes-insecure"
    /// Sweeps over fleets of different size.
    case sweepSizes = "sweep-sizes"
}

/// What was measured of a row.
public struct RowResult: Codable, Sendable {
    /// What was done.
    public var work: String
    /// Where there is a floor, the share of its rate; otherwise the time of the slowest size over that of the fastest.
    public var ratio: Double
    /// The same in processor time; `nil` for sizes.
    public var processorRatio: Double?
    /// The least ratio that is wanted; `nil` where a ratio has a limit above.
    public var atLeast: Double?
    /// The highest ratio that is wanted; `nil` where a ratio has a limit below.
    public var atMost: Double?
    /// Microseconds for one operation, the median; one for each size.
    public var microseconds: [Double]
    /// Microseconds for one operation at the floor, the median; `nil` for sizes.
    public var floorMicroseconds: Double?
    /// Allocations for each operation, one for each size; empty where they can not be counted.
    public var allocations: [Double]
    /// The most memory resident in the process, preparations included, in bytes.
    public var peakBytes: UInt64
}

extension Row {
    /// Measures the row.
    ///
    /// - Parameter isQuick: small groups and one slice, to see that it runs; the times then mean nothing.
    public func measure(isQuick: Bool) async throws -> RowResult {
        switch self {
        case .checkIn:
            let workload = try await CheckInWorkload(machines: 1_000, sliceSize: 50)
            return try await against(workload, "check-in, coordinator's side", slices: isQuick ? 2 : 200, atLeast: 0.8)
        case .renewal:
            let machines = isQuick ? 100 : 10_000
            let workload = try await RenewalWorkload(machines: machines, sliceSize: isQuick ? 50 : 250)
            let slices = workload.slices * (isQuick ? 1 : 3)
            return try await against(
                workload, "renewal of \(machines) machines, each", slices: slices, isUneven: true, atLeast: 0.7)
        case .run:
            let workload = try await RunWorkload(sliceSize: 25)
            return try await against(
                workload, "run that opens and seals again", slices: isQuick ? 2 : 200, atLeast: 0.8)
        case .checkInSizes:
            let sizes = isQuick ? [10, 100, 1_000] : [10, 1_000, 100_000]
            var workloads: [any Workload] = []
            for machines in sizes { workloads.append(try await CheckInWorkload(machines: machines, sliceSize: 50)) }
            return try await compare(
                &workloads, "check-in, group of \(sizes.text)", slices: isQuick ? 2 : 200, atMost: 1.3)
        case .checkInSizesInsecure:
            let sizes = isQuick ? [10, 100, 1_000] : [10, 1_000, 100_000]
            var workloads: [any Workload] = []
            for machines in sizes {
                workloads.append(
                    try await CheckInWorkload(machines: machines, sliceSize: 500, crypto: InsecureCrypto()))
            }
            return try await compare(
                &workloads, "the same with the insecure double", slices: isQuick ? 2 : 400, atMost: 1.3)
        case .sweepSizes:
            let sizes = isQuick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000]
            var workloads: [any Workload] = []
            for machines in sizes { workloads.append(try await SweepWorkload(machines: machines, sliceSize: 2_000)) }
            return try await compare(
                &workloads, "sweep with nothing due, \(sizes.text) machines", slices: isQuick ? 2 : 200, atMost: 1.5)
        }
    }

    /// The work of a row that has a floor, in a group small enough to be made quickly.
    public func workload() async throws -> any Workload {
        switch self {
        case .checkIn: try await CheckInWorkload(machines: 1_000, sliceSize: 50)
        case .renewal: try await RenewalWorkload(machines: 1_000, sliceSize: 50)
        case .run: try await RunWorkload(sliceSize: 25)
        case .checkInSizes, .checkInSizesInsecure, .sweepSizes:
            throw WorkloadFailure("\(rawValue) compares sizes and has no floor")
        }
    }

    private func against(
        _ workload: some Workload, _ text: String, slices: Int, isUneven: Bool = false, atLeast: Double
    ) async throws -> RowResult {
        var workload = workload
        let operations = Double(workload.sliceSize) * 1_000
        let measured = try await Measurement.pairs(of: &workload, slices: slices)
        let allocations = try await Measurement.allocations(of: &workload)
        return RowResult(
            work: text, ratio: isUneven ? measured.totalRatio : measured.medianRatio,
            processorRatio: measured.processorRatio, atLeast: atLeast,
            microseconds: [measured.work.median / operations], floorMicroseconds: measured.floor.median / operations,
            allocations: allocations.map { [$0] } ?? [], peakBytes: peak_resident_bytes())
    }

    private func compare(
        _ workloads: inout [any Workload], _ text: String, slices: Int, atMost: Double
    ) async throws -> RowResult {
        let measured = try await Measurement.rounds(of: &workloads, slices: slices)
        var allocations: [Double] = []
        for index in workloads.indices {
            if let count = try await Self.allocations(of: &workloads[index]) { allocations.append(count) }
        }
        let times = zip(measured, workloads).map { $0.work.median / Double($1.sliceSize) / 1_000 }
        return RowResult(
            work: text, ratio: (times.max() ?? 0) / (times.min() ?? 1), atMost: atMost, microseconds: times,
            allocations: allocations, peakBytes: peak_resident_bytes())
    }

    private static func allocations(of workload: inout some Workload) async throws -> Double? {
        try await Measurement.allocations(of: &workload)
    }
}

extension [Int] {
    /// `10 / 1000 / 100000`.
    fileprivate var text: String { map(\.description).joined(separator: " / ") }
}
