import RenewalSimulation
import Synchronization

/// A clock on which tasks take turns: whoever is woken runs alone until it sleeps again or ends. So loops that run in
/// tasks of their own do the same in the same order each time.
///
/// Of those who wake at one instant, people come before coordinators and coordinators before machines, and machines in
/// the order of their ids, as in a simulation.
final class TurnClock: Sendable {
    private struct State {
        var now: Instant
        let start: Instant
        var sleepers: [Sleeper] = []
        var lastNumber: UInt64 = 0
        /// How many tasks are awake.
        var awake = 0
        /// Who waits for all to sleep.
        var watcher: CheckedContinuation<Void, Never>?
    }

    fileprivate struct Sleeper {
        var number: UInt64
        var until: Instant
        var rank: Int
        var machine: MachineID?
        var continuation: CheckedContinuation<Void, any Error>
    }

    private let state: Mutex<State>

    init(at instant: Instant) { state = Mutex(State(now: instant, start: instant)) }

    var now: Instant { state.withLock(\.now) }
    var elapsed: Duration { state.withLock { .seconds($0.now.seconds(since: $0.start)) } }

    /// To be called before a task is made, and by it when it ends.
    func began() { state.withLock { $0.awake += 1 } }

    /// See ``began()``.
    func ended() { fellAsleep() }

    private func fellAsleep() {
        let watcher = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.awake -= 1
            guard state.awake == 0 else { return nil }
            defer { state.watcher = nil }
            return state.watcher
        }
        watcher?.resume()
    }

    /// Waits for a turn at that instant or, where it has passed, now.
    func sleep(until instant: Instant, rank: Int, machine: MachineID?) async throws {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let isCancelled = state.withLock { state in
                    if Task.isCancelled { return true }
                    state.sleepers.append(
                        Sleeper(
                            number: number, until: instant, rank: rank, machine: machine, continuation: continuation))
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) } else { fellAsleep() }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let place = state.sleepers.firstIndex(where: { $0.number == number }) else { return nil }
                state.awake += 1
                return state.sleepers.remove(at: place)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Lets everybody take turns until all sleep until that instant or later.
    func run(until end: Instant) async {
        while true {
            await allAsleep()
            let next = state.withLock { state -> Sleeper? in
                guard let place = state.sleepers.indices.min(by: { state.sleepers[$0] < state.sleepers[$1] }),
                    state.sleepers[place].until < end
                else { return nil }
                state.now = max(state.now, state.sleepers[place].until)
                state.awake += 1
                return state.sleepers.remove(at: place)
            }
            guard let next else { return }
            next.continuation.resume()
        }
    }

    /// Waits until nobody is awake.
    func allAsleep() async {
        await withCheckedContinuation { continuation in
            let isQuiet = state.withLock { state in
                if state.awake == 0 { return true }
                state.watcher = continuation
                return false
            }
            if isQuiet { continuation.resume() }
        }
    }
}

extension TurnClock.Sleeper: Comparable {
    static func < (lhs: Self, rhs: Self) -> Bool {
        if lhs.until != rhs.until { return lhs.until < rhs.until }
        if lhs.rank != rhs.rank { return lhs.rank < rhs.rank }
        if let left = lhs.machine, let right = rhs.machine, left != right { return left < right }
        return lhs.number < rhs.number
    }

    static func == (lhs: Self, rhs: Self) -> Bool { lhs.number == rhs.number }
}
