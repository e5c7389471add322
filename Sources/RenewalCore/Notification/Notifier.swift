/// Told of every change that a subscription chose, and of a suspect clock.
///
/// Called by a coordinator's delivery loop, one event at a time for each row, at least once for each event; `id` tells
/// repetitions apart (Rule N3). A throw means "not delivered": the event is kept and tried again, after one minute at
/// first and six hours at most, and those of the same row wait behind it. Nothing else waits.
public protocol Notifier: Sendable {
    /// Takes the event; returning means that it need not be told again.
    func notify(_ event: RenewalEvent) async throws
}
