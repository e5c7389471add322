import FileStoreTrials
import Foundation

/// Processes that die while they change a vault.
enum VaultKillsCommand: Subcommand {
    static let name = "vault-kills"
    static let usage = "[--kills N] [--seed S] [--broken ack-before-rename|written-in-place] [--in FOLDER]"

    static func run(_ options: Options) async throws {
        let kills = try options.number("kills", default: 1_000)
        let seed = UInt64(try options.number("seed", default: 1))
        let parent = options.text("in").map { URL(fileURLWithPath: $0) } ?? FileManager.default.temporaryDirectory
        let folder = parent.appending(path: "vault-kills-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let executable = URL(fileURLWithPath: CommandLine.arguments[0])
        var trial = VaultKills(executable, in: folder, broken: try options.brokenVault())
        let start = ContinuousClock.now
        defer {
            let count = trial.byBoundary.values.reduce(0, +)
            let time = seconds(since: start)
            print("vault-kills: \(count) kills from seed \(seed), \(trial.survivors) survivors, \(time)")
            for (boundary, count) in trial.byBoundary.sorted(by: { $0.key < $1.key }) {
                print("    \(count) \(boundary)")
            }
        }
        try await trial.run(kills: kills, seed: seed)
        let missed = VaultKills.boundaries.filter { trial.byBoundary[$0] == nil }
        if !missed.isEmpty { throw TrialViolation("nobody was killed \(missed.joined(separator: ", "))") }
    }
}

/// One of those processes.
enum VaultKillChildCommand: Subcommand {
    static let name = "vault-kill-child"
    static let usage = "--folder PATH --version N --death 'before|during|after CALL|any' --count N --broken FAULT"

    static func run(_ options: Options) async throws {
        guard let folder = options.text("folder"), let death = options.text("death") else {
            throw Options.Wrong(text: "--folder or --death is missing")
        }
        try await VaultKills.change(
            folder, from: try options.number("version", default: 0), dying: death,
            count: try options.number("count", default: 1), broken: try options.brokenVault(), say: say)
    }
}

extension Options {
    /// The fault that the vault is to have.
    fileprivate func brokenVault() throws -> BrokenVault? {
        guard let text = text("broken") else { return nil }
        guard let broken = BrokenVault(rawValue: text) else {
            throw Wrong(text: "there is no fault '\(text)' of a vault")
        }
        return broken
    }
}
