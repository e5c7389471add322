/// Which backups were begun and which were said to be there, with the least that each must hold.
struct BackupExpectation: Sendable {
    /// What had been acknowledged when each backup began, by its name.
    private(set) var least: [String: TrialExpectation] = [:]
    private(set) var finished: Set<String> = []

    /// How many were begun and not finished.
    var unfinished: Int { least.count - finished.count }

    mutating func begin(_ name: String, holding least: TrialExpectation) { self.least[name] = least }

    mutating func finish(_ name: String) { finished.insert(name) }

    mutating func add(_ other: BackupExpectation) {
        least.merge(other.least) { $1 }
        finished.formUnion(other.finished)
    }
}
