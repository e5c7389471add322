import RenewalCore
internal import RenewalFileStore
internal import RenewalSimulation

extension Row {
    /// Check-ins, one after the other and each durable, over a file store and over a JSON file that is rewritten at
    /// each change, in groups of several sizes.
    func againstJSON(isQuick: Bool) async throws -> RowResult {
        let sizes = isQuick ? [100, 1_000] : [100, 1_000, 10_000]
        let folder = try StoreFolder()
        var workloads: [any Workload] = []
        for machines in sizes {
            let store = try FileStore(path: folder.path("store-\(machines).sqlite"))
            workloads.append(
                try await CheckInWorkload(machines: machines, sliceSize: 20, crypto: InsecureCrypto(), storage: store))
            let json = JSONFileStorage(path: folder.path("machines-\(machines).json"), folder: folder.path(""))
            workloads.append(
                try await CheckInWorkload(machines: machines, sliceSize: 20, crypto: InsecureCrypto(), storage: json))
        }
        let measured = try await Measurement.rounds(of: &workloads, slices: isQuick ? 2 : 12)
        let times = zip(measured, workloads).map { $0.work.median / Double($1.sliceSize) / 1_000 }
        let store = stride(from: 0, to: times.count, by: 2).map { times[$0] }
        let json = stride(from: 1, to: times.count, by: 2).map { times[$0] }
        return RowResult(
            work: "check-in, one caller, against a JSON file rewritten at each, \(sizes.text) machines (least lead)",
            ratio: zip(json, store).map { $0 / $1 }.min() ?? 0, atLeast: 1, microseconds: store, others: json,
            sizes: sizes, allocations: [], peakBytes: Self.peakBytes)
    }
}
