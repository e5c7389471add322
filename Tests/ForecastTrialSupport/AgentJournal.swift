import RenewalSimulation
import Synchronization

/// What the agents of a fleet say themselves, each check-in, join and rejoin with its instant.
final class AgentJournal: Sendable {
    /// What came of a check-in, a join or a rejoin.
    enum Word: Hashable {
        /// It was there when the journal began.
        case member
        case joined
        case issued
        case installed
        case rejoined
        case mustUpdateAgent
        case mustRejoin
        /// It came through, and nothing was to be done.
        case nothing
    }

    struct Entry {
        var at: Instant
        var machine: MachineID
        var word: Word
        /// The newest generation whose private key it then held.
        var newest: Generation
    }

    private let written = Mutex<[Entry]>([])

    var entries: [Entry] { written.withLock(\.self) }

    func note(_ word: Word, of machine: MachineID, holding newest: Generation, at instant: Instant) {
        written.withLock { $0.append(Entry(at: instant, machine: machine, word: word, newest: newest)) }
    }

    func note(_ report: CheckInReport, of machine: MachineID) {
        let words = report.events.compactMap(Word.init)
        for word in words.isEmpty ? [.nothing] : words {
            note(word, of: machine, holding: report.newest.generation, at: report.now)
        }
    }
}

extension AgentJournal.Word {
    fileprivate init?(_ event: CheckInReport.Event) {
        switch event {
        case .issued: self = .issued
        case .installed, .adopted: self = .installed
        case .mustUpdateAgent: self = .mustUpdateAgent
        case .mustRejoin: self = .mustRejoin
        case .lostRace, .deferred, .doubted, .replacedDelivery, .destroyed: return nil
        }
    }
}

extension AgentJournal {
    /// What happened, by the word of the agents: when each came to hold another certificate, who held too old a one when
    /// a renewal was over, and why, of those that were told.
    ///
    /// When a renewal is over, and who has left by then, a machine does not hear, so that is the store's word; of one
    /// that was not heard from while the renewal could be taken part in, the reason is the store's too.
    ///
    /// - Parameters:
    ///   - start: the instant to start at.
    ///   - testimony: what the store says.
    func account(from start: Instant, _ testimony: Witness.Testimony, _ fleet: TrialFleet) -> ForecastTrial.Account {
        let entries = entries
        let machines = Dictionary(uniqueKeysWithValues: fleet.machines.map { ($0.id, $0) })
        let groups = Dictionary(uniqueKeysWithValues: fleet.groups.map { ($0.id, $0.name) })
        var events = entries.compactMap { entry -> ForecastEvent? in
            guard let machine = machines[entry.machine], let name = groups[machine.group],
                let (kind, rule) = entry.word.change
            else { return nil }
            return ForecastEvent(
                instant: entry.at, kind: kind, group: machine.group, groupName: name, machine: machine.id,
                machineName: machine.name, rule: rule)
        }
        events += Self.misses(entries, testimony, machines).map { missed in
            var missed = missed
            if let last = Self.lastWord(before: missed, entries, testimony.history) {
                missed.reason = last.reason
            } else {
                missed.reason =
                    testimony.events.first { told in
                        told.kind == .machineMissed && told.machine == missed.machine && told.instant == missed.instant
                    }?.reason
            }
            return missed
        }
        return ForecastTrial.Account(
            "the agents", events.filter { $0.instant >= start }.sorted(),
            of: [.certificateIssued, .machineUpdated, .machineMissed])
    }

    /// What a machine that missed a renewal was told last since the issue or, where nothing was issued, since it was
    /// last settled who may issue; `nil` for one that was not heard from.
    private static func lastWord(
        before missed: ForecastEvent, _ entries: [Entry], _ history: [HistoryEntry]
    ) -> Word? {
        let beginnings = missed.rule == "K2" ? ["certificateIssued"] : ["renewalOpened", "renewalRequested"]
        let begin = history.last { entry in
            entry.group == missed.group && entry.at <= missed.instant && beginnings.contains(entry.action)
        }
        guard let begin else { return nil }
        return entries.last { entry in
            entry.machine == missed.machine && entry.word != .member && entry.at > begin.at
                && entry.at < missed.instant
        }?.word
    }
}

extension AgentJournal.Word {
    /// The event of a forecast that it is, with its rule.
    fileprivate var change: (ForecastEvent.Kind, String)? {
        switch self {
        case .issued: (.certificateIssued, "I4")
        case .installed: (.machineUpdated, "I5")
        case .rejoined: (.machineUpdated, "K4")
        case .member, .joined, .mustUpdateAgent, .mustRejoin, .nothing: nil
        }
    }

    /// Why a machine misses a renewal that was told so.
    fileprivate var reason: ForecastEvent.Reason? {
        switch self {
        case .mustUpdateAgent: .agentTooOld
        case .mustRejoin: .mustRejoin
        case .member, .joined, .issued, .installed, .rejoined, .nothing: nil
        }
    }
}
