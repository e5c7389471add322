internal import RenewalCore
internal import RenewalFileStore

/// What is done while a call fails.
package enum FaultOperation: String, CaseIterable, Sendable {
    case create, recover, transact, group, spill, checkpoint, due, instant, deliveries, snapshot, backup, verify, close

    /// The store that it begins with.
    enum Start {
        /// No file.
        case nothing
        /// A store whose last process was killed: its write-ahead log is to be taken up.
        case killed
        /// An open store.
        case open
    }

    var start: Start {
        switch self {
        case .create: .nothing
        case .recover: .killed
        default: .open
        }
    }

    /// The faults that it can meet: what only reads writes nothing.
    var kinds: [FaultKind] {
        switch self {
        case .due, .snapshot, .verify: [.io]
        default: FaultKind.allCases
        }
    }

    /// Whether the log of the store that it begins with is so long that the next transaction writes it back.
    var needsLongLog: Bool { self == .checkpoint }

    /// How many pages the writing connection keeps in memory, where that is less than usual: then a transaction writes to
    /// the log before its commit.
    var cachePages: Int? { self == .spill ? 4 : nil }

    /// The writers whose transactions it makes.
    var writers: [TrialWriter] {
        switch self {
        case .transact: [TrialWriter(0)]
        case .group, .spill: (0..<6).map(TrialWriter.init)
        case .checkpoint: [TrialWriter(0)]
        default: []
        }
    }
}
