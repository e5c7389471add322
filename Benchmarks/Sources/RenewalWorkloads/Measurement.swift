internal import CMeasuring

/// The times of slices in nanoseconds, of which the first of a pair was measured right beside the second.
public struct Measurement: Sendable {
    /// Wall time of each slice of work.
    public private(set) var work: [Double] = []
    /// Wall time of each slice at the floor.
    public private(set) var floor: [Double] = []
    /// Processor time of the work, all slices.
    public private(set) var workProcessor = 0.0
    /// Processor time of the floor, all slices.
    public private(set) var floorProcessor = 0.0

    /// Measures pairs of slices; which of a pair goes first alternates, so that neither is always the one that finds
    /// the caches warm.
    public static func pairs(of workload: inout some Workload, slices: Int) async throws -> Measurement {
        var result = Measurement()
        for slice in 0..<slices {
            try await workload.prepare()
            if slice.isMultiple(of: 2) {
                try await result.measureWork(&workload)
                try result.measureFloor(&workload)
            } else {
                try result.measureFloor(&workload)
                try await result.measureWork(&workload)
            }
        }
        return result
    }

    /// Measures slices of several workloads in turn, work only.
    public static func rounds(of workloads: inout [any Workload], slices: Int) async throws -> [Measurement] {
        var results = workloads.map { _ in Measurement() }
        for slice in 0..<slices {
            for step in workloads.indices {
                let index = (step + slice) % workloads.count
                try await results[index].measureNext(&workloads[index])
            }
        }
        return results
    }

    /// Counts the allocations of one slice.
    ///
    /// - Returns: allocations for each operation; `nil` where they can not be counted.
    public static func allocations(of workload: inout some Workload) async throws -> Double? {
        guard allocation_count_is_available() else { return nil }
        try await workload.prepare()
        allocation_count_start()
        do {
            try await workload.work()
        } catch {
            _ = allocation_count_stop()
            throw error
        }
        return Double(allocation_count_stop()) / Double(workload.sliceSize)
    }

    private mutating func measureNext(_ workload: inout some Workload) async throws {
        try await workload.prepare()
        try await measureWork(&workload)
    }

    private mutating func measureWork(_ workload: inout some Workload) async throws {
        let (start, processor) = (ContinuousClock.now, processor_nanoseconds())
        try await workload.work()
        workProcessor += Double(processor_nanoseconds() - processor)
        work.append((ContinuousClock.now - start).nanoseconds)
    }

    private mutating func measureFloor(_ workload: inout some Workload) throws {
        let (start, processor) = (ContinuousClock.now, processor_nanoseconds())
        try workload.floor()
        floorProcessor += Double(processor_nanoseconds() - processor)
        floor.append((ContinuousClock.now - start).nanoseconds)
    }
}

extension Measurement {
    /// The rate of the work as a share of the floor's: the median over the pairs.
    public var medianRatio: Double { zip(floor, work).map { $0 / $1 }.median }

    /// The rate of the work as a share of the floor's, over all slices together: for work whose slices differ.
    public var totalRatio: Double { floor.reduce(0, +) / work.reduce(0, +) }

    /// The same in processor time, which other programs on the machine disturb less.
    public var processorRatio: Double { floorProcessor / workProcessor }
}

extension [Double] {
    /// The middle value, or the mean of the two in the middle; 0 without any.
    public var median: Double {
        let sorted = sorted()
        guard let last = sorted.indices.last else { return 0 }
        return (sorted[last / 2] + sorted[(last + 1) / 2]) / 2
    }
}

extension Duration {
    fileprivate var nanoseconds: Double {
        Double(components.seconds) * 1e9 + Double(components.attoseconds) / 1e9
    }
}
