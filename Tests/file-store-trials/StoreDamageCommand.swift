internal import FileStoreTrials
internal import Foundation
internal import RenewalCore
internal import RenewalFileStore
internal import StoreTrials

/// A store whose file was damaged.
enum StoreDamageCommand: Subcommand {
    static let name = "store-damage"
    static let usage = "[--flips N] [--every-length yes|no] [--seed S] [--broken forged-rows|lost-writes] [--in FOLDER]"

    static func run(_ options: Options) async throws {
        let flips = try options.number("flips", default: 10_000)
        let seed = UInt64(try options.number("seed", default: 1))
        let folder = try TrialFolder(in: options.text("in"))
        let fleet = StoredFleet(try FileStore(path: folder.path("made.sqlite")))
        try await fleet.populate()
        let store = try await DamagedStore(backupOf: fleet, at: folder.path("damaged.sqlite"))
        if options.text("broken") == "forged-rows" { return try await forge(fleet, store, folder) }
        let damage = StoreDamage(store, in: folder.path, losesWrites: options.text("broken") == "lost-writes")
        var start = ContinuousClock.now
        var counts = try await damage.flips(flips, seed: seed)
        print(
            "    \(counts.looks) flipped bits of \(8 * store.size) from seed \(seed): \(counts.refused) refused, "
                + "\(counts.hidden) hid rows and verify found each of them, \(counts.written) rows written to damaged "
                + "stores, \(seconds(since: start))")
        if options.text("every-length") != "no" {
            start = .now
            let cuts = try await damage.cuts(to: Array(0..<store.size))
            print(
                "    every length from 0 to \(store.size - 1) bytes: \(cuts.refused) refused, \(cuts.hidden) hid rows "
                    + "and verify found each of them, \(seconds(since: start))")
            counts = counts + cuts
        }
        try await mix(max(20, flips / 20), seed, options.text("in"))
        print(
            "store-damage: \(counts.looks) damaged stores, \(counts.refused) refused, \(counts.hidden) with hidden rows, "
                + "0 wrong rows")
    }

    /// Files and logs of different times.
    private static func mix(_ looks: Int, _ seed: UInt64, _ parent: String?) async throws {
        let start = ContinuousClock.now
        let mixtures = try StoreMixtures(seed: seed, in: parent)
        try await mixtures.run(looks: looks)
        for (name, counts) in [("a later", mixtures.laterLogs), ("an earlier", mixtures.earlierLogs)] {
            print(
                "    \(counts.looks) files under \(name) log: \(counts.refused) refused, \(counts.found) found by "
                    + "verify, \(counts.whole) whole, \(counts.unnoticed) with rows of different times that verify does "
                    + "not notice, \(seconds(since: start))")
        }
    }

    /// Rows that were written by somebody else, with good checksums, in the place of those that are expected.
    private static func forge(_ fleet: StoredFleet, _ store: DamagedStore, _ folder: TrialFolder) async throws {
        fleet.advance(days: 1)
        _ = try await fleet.coordinator.sweep()
        _ = try await fleet.group("Later", machines: 1)
        let forged = try await DamagedStore(backupOf: fleet, at: folder.path("forged.sqlite"))
        try forged.content.write(to: URL(fileURLWithPath: store.path))
        let answer = await store.look()
        if case .wrong(let what) = answer { throw TrialViolation("forged rows: \(what.prefix(200))") }
        print("store-damage: forged rows were taken for \(answer)")
    }
}
