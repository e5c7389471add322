import Synchronization

/// A notifier that keeps what it is told: the default for trying things out and for tests.
///
/// It can be told to fail, so that retries and back-off can be watched.
public final class InMemoryNotifier: Notifier {
    private struct State: Sendable {
        var events: [RenewalEvent] = []
        var calls = 0
        var failures = 0
    }

    private let state = Mutex(State())

    /// The error of a call that was told to fail.
    public struct ToldToFail: Error, Hashable, Sendable {
        /// An error of this kind.
        public init() {}
    }

    /// A notifier that was told nothing yet.
    ///
    /// - Parameter failing: how many of the next calls fail.
    public init(failing: Int = 0) {
        fail(times: failing)
    }

    /// The events that it took, in the order of the calls; repeated ones as often as they came.
    public var events: [RenewalEvent] { state.withLock { $0.events } }

    /// How many calls there were, failed ones included.
    public var calls: Int { state.withLock { $0.calls } }

    /// Makes that many of the next calls fail, in place of what was said before; 0 makes it work again.
    public func fail(times: Int) {
        state.withLock { $0.failures = max(0, times) }
    }

    /// Keeps the event.
    ///
    /// - Throws: ``ToldToFail`` where it was told to; the event is not kept then.
    public func notify(_ event: RenewalEvent) async throws {
        try state.withLock { state in
            state.calls += 1
            if state.failures > 0 {
                state.failures -= 1
                throw ToldToFail()
            }
            state.events.append(event)
        }
    }
}

extension Notifier where Self == InMemoryNotifier {
    /// A notifier that keeps what it is told.
    public static var inMemory: InMemoryNotifier { InMemoryNotifier() }
}
