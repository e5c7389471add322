import RenewalSimulation
import Synchronization

/// The clock as one task sees it. The tasks of a machine that is away sleep until it is back.
struct TurnTaker: WallClock {
    let clock: TurnClock
    /// 0 for people, 1 for coordinators, 2 for machines.
    let rank: Int
    var machine: MachineID?
    var presence = Presence.always
    /// The fault of a machine that sleeps too long; `nil` for a sound one.
    var skips: Skips?

    func now() -> Instant { clock.now }
    func elapsed() -> Duration { clock.elapsed }
    func sleep(until instant: Instant) async throws {
        let instant = skips?.isNext == true ? instant.adding(days: 1) : instant
        let back = presence.next(from: max(instant, clock.now)) ?? .distantFuture
        try await clock.sleep(until: back, rank: rank, machine: machine)
    }
}

/// Counts the sleeps of a machine, and says which of them lasts too long.
final class Skips: Sendable {
    private let every: Int
    private let count = Mutex(0)

    init(every: Int) { self.every = every }

    var isNext: Bool {
        count.withLock { count in
            count += 1
            return count % every == 0
        }
    }
}
