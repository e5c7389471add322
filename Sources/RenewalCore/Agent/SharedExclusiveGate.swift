internal import Synchronization

/// Lets any number of sharers in, or one excluder; waiting ends at once where the task is cancelled.
///
/// A waiting excluder holds nobody up: sharers come in as long as no excluder is inside. Runs share and certificate
/// changes exclude (Rule I6), so a run waits for a change that is going on and never for one that is waiting.
final class SharedExclusiveGate: Sendable {
    private struct State {
        var sharers = 0
        var isExclusive = false
        var waiters: [Waiter] = []
        var lastWaiter: UInt64 = 0

        mutating func enter(exclusively: Bool) -> Bool {
            if isExclusive || (exclusively && sharers > 0) { return false }
            if exclusively { isExclusive = true } else { sharers += 1 }
            return true
        }

        /// Takes out the waiters that may enter now.
        mutating func admit() -> [Waiter] {
            var admitted: [Waiter] = []
            for waiter in waiters where enter(exclusively: waiter.isExclusive) { admitted.append(waiter) }
            waiters.removeAll { waiter in admitted.contains { $0.number == waiter.number } }
            return admitted
        }
    }

    private struct Waiter {
        var number: UInt64
        var isExclusive: Bool
        var continuation: CheckedContinuation<Void, any Error>
    }

    private let state = Mutex(State())

    /// Enters as one of many, after the excluder that is inside.
    func enterShared() async throws { try await enter(exclusively: false) }

    /// Enters alone, when nobody is inside.
    func enterExclusive() async throws { try await enter(exclusively: true) }

    /// Enters alone where nobody is inside at this moment.
    func tryEnterExclusive() -> Bool { state.withLock { $0.enter(exclusively: true) } }

    /// Leaves as one of many.
    func leaveShared() { leave { $0.sharers -= 1 } }

    /// Leaves after being alone.
    func leaveExclusive() { leave { $0.isExclusive = false } }

    private func enter(exclusively: Bool) async throws {
        let number = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let entered: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if state.enter(exclusively: exclusively) { return true }
                    state.waiters.append(
                        Waiter(number: number, isExclusive: exclusively, continuation: continuation))
                    return nil
                }
                guard let entered else { return }
                if entered { continuation.resume() } else { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    private func leave(_ change: (inout sending State) -> Void) {
        let admitted = state.withLock { state in
            change(&state)
            return state.admit()
        }
        for waiter in admitted { waiter.continuation.resume() }
    }
}
