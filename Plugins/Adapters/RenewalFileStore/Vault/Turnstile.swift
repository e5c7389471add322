internal import Synchronization

/// Lets one task in at a time, in the order of arrival. Waiting holds no thread, and ends where the task is cancelled.
final class Turnstile: Sendable {
    private struct State {
        var isTaken = false
        var waiters: [(number: UInt64, continuation: CheckedContinuation<Void, any Error>)] = []
        var lastWaiter: UInt64 = 0
    }

    private let state = Mutex(State())

    /// Enters when nobody is inside.
    ///
    /// - Throws: `CancellationError`.
    func enter() async throws {
        let number = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let entered: Bool? = state.withLock { state in
                    // Under the lock, so that a cancellation comes before this or finds the waiter.
                    if Task.isCancelled { return false }
                    guard state.isTaken else {
                        state.isTaken = true
                        return true
                    }
                    state.waiters.append((number, continuation))
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

    /// Leaves, and lets in who has waited longest.
    func leave() {
        let next = state.withLock { state in
            guard state.waiters.isEmpty else { return state.waiters.removeFirst() as Optional }
            state.isTaken = false
            return nil
        }
        next?.continuation.resume()
    }
}
