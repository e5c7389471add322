import StoreTrials

/// The first call of the file system fails, then the second …
enum StoreFaultsCommand: Subcommand {
    static let name = "store-faults"
    static let usage =
        "[--operation NAME] [--broken errors-kept-quiet|half-transactions|repeated-syncs] [--in FOLDER]"

    static func run(_ options: Options) async throws {
        let repeats = options.text("broken") == "repeated-syncs"
        let trial = try StoreFaults(
            broken: repeats ? nil : try options.broken(), repeatingSyncs: repeats, in: options.text("in"))
        var operations = FaultOperation.allCases
        if let name = options.text("operation") {
            guard let operation = FaultOperation(rawValue: name) else {
                throw Options.Wrong(text: "the operations are \(operations.map(\.rawValue).joined(separator: ", "))")
            }
            operations = [operation]
        }
        let start = ContinuousClock.now
        defer {
            for (name, row) in trial.counts.rows.sorted(by: { $0.key < $1.key }) {
                print(
                    "    \(row.faults) \(name): up to call \(row.deepest), \(row.succeeded) succeeded all the same, "
                        + "\(row.unknown) of unknown outcome")
            }
            print("store-faults: \(trial.counts.total) faults, \(seconds(since: start))")
        }
        try await trial.run(operations)
        if options.text("operation") == nil { try await fullDisk(options) }
    }

    private static func fullDisk(_ options: Options) async throws {
        if let obstacle = FullDisk.obstacle { return print("SKIPPED a disk that is really full: \(obstacle)") }
        let trial = try FullDisk(in: options.text("in"))
        if try await trial.run() {
            print("    \(trial.refusals) writes on a disk that is really full")
        } else {
            print("SKIPPED a disk that is really full: tmpfs can not be mounted here")
        }
    }
}

/// The same at the system calls, by strace.
enum StoreSystemCallsCommand: Subcommand {
    static let name = "store-system-calls"
    static let usage =
        "[--subject new-store|store|backup|new-vault|vault] [--broken errors-kept-quiet] [--in FOLDER]"

    static func run(_ options: Options) async throws {
        if let obstacle = StoreSystemCalls.obstacle { return print("SKIPPED \(name): \(obstacle)") }
        var subjects = TracedSubject.allCases
        if let name = options.text("subject") {
            guard let subject = TracedSubject(rawValue: name) else {
                throw Options.Wrong(text: "the subjects are \(subjects.map(\.rawValue).joined(separator: ", "))")
            }
            subjects = [subject]
        }
        let trial = try StoreSystemCalls(broken: try options.broken(), in: options.text("in"))
        let start = ContinuousClock.now
        try await trial.run(subjects)
        for (call, count) in trial.kills.sorted(by: { $0.key < $1.key }) { print("    \(count) times \(call)") }
        for (call, count) in trial.failures.sorted(by: { $0.key < $1.key }) { print("    \(count) times \(call)") }
        let (kills, failures) = (trial.kills.values.reduce(0, +), trial.failures.values.reduce(0, +))
        print(
            "store-system-calls: \(kills) kills (\(trial.madeAgain) made again), \(failures) failed calls, "
                + "\(seconds(since: start))")
    }
}
