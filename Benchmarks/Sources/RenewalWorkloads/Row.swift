internal import CMeasuring
internal import RenewalFileStore
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
    /// Check-ins of 64 callers at once over a file store, against the signature checks and the rows in C.
    case storeCheckIn = "store-check-in"
    /// What shared commits gain in a file store, against what they gain in C.
    case storeGrouping = "store-grouping"
    /// The opening of a renewal over a file store, against the same rows in C.
    case storeOpening = "store-opening"
    /// Check-ins over file stores with groups of different size.
    case storeCheckInSizes = "store-check-in-sizes"
    /// Sweeps over file stores of different size.
    case storeSweepSizes = "store-sweep-sizes"
    /// Check-ins over a file store and over a JSON file that is rewritten at each.
    case storeJSON = "store-json"
    /// How many machine-days a simulation lives in a second.
    case simulation
    /// Writing a package of machines, against libxml2's xmlTextWriter in C.
    case xmlWrite = "xml-write"
    /// Reading it into rows, against libxml2's xmlTextReader in C.
    case xmlRead = "xml-read"
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
    /// Microseconds for one operation of what the work is compared with, one for each size; `nil` without such.
    public var others: [Double]?
    /// The sizes that ``microseconds`` and ``others`` are of; `nil` where the row's text has them.
    public var sizes: [Int]?
    /// Machine-days, check-ins, and check-ins with none jumped over, each for a second of one core; `nil` where it is
    /// not about a simulation.
    public var simulated: [Double]?
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
        case .storeCheckIn:
            let workload = try await StoreCheckInWorkload(machines: 1_000, callers: 64)
            return try await against(
                workload, "check-in in a file store, 64 callers at once", slices: isQuick ? 2 : 60, atLeast: 0.7)
        case .storeGrouping: return try await grouping(isQuick: isQuick)
        case .storeOpening:
            let machines = isQuick ? 500 : 10_000
            let workload = try await StoreOpeningWorkload(machines: machines)
            return try await against(
                workload, "opening a renewal of \(machines) machines in a file store, each", slices: isQuick ? 2 : 12,
                atLeast: 0.6)
        case .storeCheckInSizes:
            let sizes = isQuick ? [10, 100, 1_000] : [10, 1_000, 100_000]
            let folder = try StoreFolder()
            var workloads: [any Workload] = []
            for machines in sizes {
                let store = try FileStore(path: folder.path("store-\(machines).sqlite"))
                workloads.append(
                    try await CheckInWorkload(
                        machines: machines, sliceSize: 50, crypto: InsecureCrypto(), storage: store))
                if !isQuick { try await store.lengthenLog() }
            }
            return try await compare(
                &workloads, "check-in in a file store, one caller, group of \(sizes.text)", slices: isQuick ? 2 : 60,
                atMost: 1.3)
        case .storeSweepSizes:
            let sizes = isQuick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000]
            let folder = try StoreFolder()
            var workloads: [any Workload] = []
            for machines in sizes {
                let store = try FileStore(path: folder.path("store-\(machines).sqlite"))
                workloads.append(try await SweepWorkload(machines: machines, sliceSize: 500, storage: store))
            }
            return try await compare(
                &workloads, "sweep with nothing due in a file store, \(sizes.text) machines",
                slices: isQuick ? 2 : 100, atMost: 1.5)
        case .storeJSON: return try await againstJSON(isQuick: isQuick)
        case .simulation: return try await simulation(isQuick: isQuick)
        case .xmlWrite:
            let machines = isQuick ? 1_000 : 1_000_000
            return try await against(
                XMLWriteWorkload(machines: machines), "a package of \(machines) machines written, each",
                slices: isQuick ? 2 : 10, atLeast: 2)
        case .xmlRead:
            let machines = isQuick ? 1_000 : 1_000_000
            return try await against(
                XMLReadWorkload(machines: machines), "a package of \(machines) machines read into rows, each",
                slices: isQuick ? 2 : 10, atLeast: 0.8)
        }
    }

    /// The work of a row that has a floor, in a group small enough to be made quickly.
    public func workload() async throws -> any Workload {
        switch self {
        case .checkIn: try await CheckInWorkload(machines: 1_000, sliceSize: 50)
        case .renewal: try await RenewalWorkload(machines: 1_000, sliceSize: 50)
        case .run: try await RunWorkload(sliceSize: 25)
        case .storeCheckIn: try await StoreCheckInWorkload(machines: 1_000, callers: 64)
        case .storeOpening: try await StoreOpeningWorkload(machines: 1_000)
        case .xmlWrite: try XMLWriteWorkload(machines: 10_000)
        case .xmlRead: try XMLReadWorkload(machines: 10_000)
        case .checkInSizes, .checkInSizesInsecure, .sweepSizes, .storeGrouping, .storeCheckInSizes, .storeSweepSizes,
            .storeJSON, .simulation:
            throw WorkloadFailure("\(rawValue) has no floor of its own")
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

    /// The most memory resident in the process so far.
    static var peakBytes: UInt64 { peak_resident_bytes() }

    private static func allocations(of workload: inout some Workload) async throws -> Double? {
        try await Measurement.allocations(of: &workload)
    }
}

extension [Int] {
    /// `10 / 1000 / 100000`, as rows name their sizes.
    var text: String { map(\.description).joined(separator: " / ") }
}
