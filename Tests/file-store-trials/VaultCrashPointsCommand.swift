import FileStoreTrials

/// Every short sequence of operations with every crash in it.
enum VaultCrashPointsCommand: Subcommand {
    static let name = "vault-crash-points"
    static let usage = "[--length N] [--without-sync file|folder|parent|settling]"

    static func run(_ options: Options) throws {
        let length = try options.number("length", default: 3)
        var trial = VaultCrashPoints(leftOut: try options.leftOut())
        let start = ContinuousClock.now
        defer {
            print(
                "vault-crash-points: \(trial.sequences) sequences of up to \(length) operations, "
                    + "\(trial.crashPoints) crash points, \(trial.states) states, \(seconds(since: start))")
        }
        try trial.run(upTo: length)
    }
}

extension Options {
    /// Which step the vault is to leave out.
    func leftOut() throws -> DiskInMemory.LeftOut? {
        guard let text = text("without-sync") else { return nil }
        guard let leftOut = DiskInMemory.LeftOut(rawValue: text) else {
            throw Wrong(text: "there is no step '\(text)' to leave out")
        }
        return leftOut
    }
}
