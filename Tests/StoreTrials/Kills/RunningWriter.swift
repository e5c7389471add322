/// A writer process and what its parent has heard of it.
final class RunningWriter {
    let process: ChildProcess
    let writers: [TrialWriter]
    private(set) var isReady = false
    private(set) var isOver = false
    private(set) var counts: [FaultBoundary: Int] = [:]
    /// The backups that it began, and those of them that it said to be there.
    private(set) var backups = BackupExpectation()
    private(set) var failure: String?
    // What was acknowledged before it was started.
    private let start: TrialExpectation

    init(_ writer: StoreWriterProcess, after start: TrialExpectation, command: [String] = []) throws {
        self.start = start
        process = try ChildProcess(writer.arguments, command: command)
        writers = writer.writers.keys.sorted { $0.number < $1.number }
    }

    /// Takes in what it told.
    func listen(waiting milliseconds: Int32, _ expectation: inout TrialExpectation) {
        guard !isOver else { return }
        guard let lines = process.lines(waiting: milliseconds) else {
            isOver = true
            return
        }
        for line in lines { note(line, &expectation) }
    }

    /// Listens until it has ended.
    ///
    /// - Returns: whether it was killed.
    /// - Throws: ``StoreTrialError`` where it failed, or goes on for longer than that.
    func end(_ expectation: inout TrialExpectation, within limit: Duration = .seconds(30)) throws -> Bool {
        let start = ContinuousClock.now
        while !isOver {
            listen(waiting: 1_000, &expectation)
            if ContinuousClock.now - start > limit { throw StoreTrialError("HANGS: a writer does not end") }
        }
        let status = process.wait()
        expectation.processEnded(writers)
        guard status == 0 || status == -9 else {
            throw StoreTrialError("FAILED: a writer ended with \(status): \(failure ?? "no reason given")")
        }
        return status == -9
    }

    private func note(_ line: String, _ expectation: inout TrialExpectation) {
        let words = line.split(separator: " ")
        switch words.first {
        case "ready": isReady = true
        case "a" where words.count == 3:
            if let writer = Int(words[1]), let n = UInt64(words[2]) {
                expectation.acknowledge(n, by: TrialWriter(writer))
            }
        case "B" where words.count == 2: backups.begin(String(words[1]), holding: start.with(expectation, of: writers))
        case "b" where words.count == 2: backups.finish(String(words[1]))
        case "c" where words.count == 3:
            if let boundary = FaultBoundary(String(words[1])) { counts[boundary] = Int(words[2]) }
        default: failure = line
        }
    }
}
