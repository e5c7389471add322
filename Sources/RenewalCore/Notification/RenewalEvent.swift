public import FoundationEssentials

/// Something that a notifier is told.
public struct RenewalEvent: Hashable, Sendable {
    /// Stable over repeated deliveries, for leaving out duplicates (Rule N3).
    public var id: UUID
    /// The instant from which it holds; a closing's is D, whenever it was written (Rule K1).
    public var at: Instant
    /// What happened.
    public var content: Content

    /// A value of these parts.
    public init(id: UUID, at: Instant, content: Content) {
        self.id = id
        self.at = at
        self.content = content
    }

    /// What happened.
    public enum Content: Hashable, Sendable {
        /// A row changed (Rule N1).
        case change(ChangeEvent)
        /// A coordinator's clock is suspect (Rule T3).
        case clockSuspect(ClockSuspicion)
    }

    /// Events with the same key are delivered in order: the row's, or the clock's.
    public var orderKey: String {
        switch content {
        case .change(let change): "\(change.table.rawValue)/\(change.row)"
        case .clockSuspect: "clock"
        }
    }
}
