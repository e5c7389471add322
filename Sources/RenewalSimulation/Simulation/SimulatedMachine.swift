/// A machine of a simulation: its agent, its calendar, and when it checks in next.
struct SimulatedMachine {
    let id: MachineID
    /// The place of its group.
    let groupPlace: Int
    let name: Name
    let vault: any KeyVault
    var agent: MachineAgent
    var version: AgentVersion
    var presence: Presence
    /// Since when it has been a member here.
    var since: Instant
    /// Whether it is still there.
    var isMember = true
    /// The last regular check-in, played or jumped over.
    var lastCheckIn: Instant
    /// Seconds from one regular check-in to the next, as the coordinator said (Rule S7).
    var interval: Int64
    /// What the last check-in that was played came to.
    var outcome = Outcome.news
    /// The number of its entry in the queue; an entry of another number is void.
    var entry: UInt64 = 0
    /// Whether an entry is in the queue that is not merely the last of a run.
    var isQueued = false
    /// The instant of its newest entry.
    var queuedFor: Instant?
    /// How many check-ins come before that entry, of which nothing comes.
    var jumped = 0

    /// What a check-in came to.
    enum Outcome {
        /// Something changed, so the next one may change something too.
        case news
        /// Nothing changed: the same will happen until the group's row or this machine changes.
        case idle
        /// It was refused, and only its own doing changes that.
        case refused
    }
}

extension SimulatedMachine {
    /// The first regular check-in whose moment is after `moment`, going by interval and calendar from the last one.
    ///
    /// - Returns: its instant (`nil` where there is none), how many come before it, and the last of those.
    func nextCheckIn(after moment: EventQueue.Moment) -> (instant: Instant?, jumped: Int, last: Instant) {
        var (last, jumped) = (lastCheckIn, 0)
        if presence.isAlwaysOnline(from: last) {
            jumped = Int(max(moment.instant.seconds(since: last) / interval - 1, 0))
            last = last.adding(seconds: Int64(jumped) * interval)
        }
        while let next = presence.next(from: last.adding(seconds: interval)) {
            let at = EventQueue.Moment(instant: next, rank: .checkIn, machine: id)
            if at > moment { return (next, jumped, last) }
            (last, jumped) = (next, jumped + 1)
        }
        return (nil, jumped, last)
    }

    /// The beginnings, after the last check-in, of absences so long that a whole renewal fits in: no renewal lasts for
    /// less than G, of which the least is 45 days (Rule S2).
    func longAbsences(before limit: Instant) -> [Instant] {
        let least = Int64(RenewalPolicy.minimumGraceMinutes) * 60 - 2 * RenewalSchedule.pickUpSeconds
        return presence.absences.filter { absence in
            absence.lowerBound > lastCheckIn && absence.lowerBound < limit
                && absence.upperBound.seconds(since: absence.lowerBound) >= least
        }.map(\.lowerBound)
    }
}
