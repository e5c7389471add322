import StoreTrials

/// A process that other trials start and kill.
enum StoreWriterCommand: Subcommand {
    static let name = "store-writer"
    static let usage = "(started by other trials)"

    static func run(_ options: Options) async throws {
        try await StoreWriterProcess { options.text($0) }.run()
    }
}

/// A process that the power cuts and the failing system calls start.
enum VaultWriterCommand: Subcommand {
    static let name = "vault-writer"
    static let usage = "(started by other trials)"

    static func run(_ options: Options) async throws {
        let writer = VaultWriterProcess(
            folder: options.text("vault") ?? "", last: UInt64(try options.number("last", default: 0)),
            lies: options.text("lies") == "1", versions: UInt64(try options.number("versions", default: 1 << 40)),
            keepsErrorsQuiet: options.text("quiet") == "1")
        try await writer.run()
    }
}

/// A process that the race starts and kills.
enum RaceWorkerCommand: Subcommand {
    static let name = "race-worker"
    static let usage = "(started by other trials)"

    static func run(_ options: Options) async throws {
        let worker = RaceWorker(
            store: options.text("store") ?? "", vault: options.text("vault") ?? "", broken: try options.broken(),
            hoards: options.text("hoards") == "1")
        try await worker.run()
    }
}
