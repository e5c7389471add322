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
        /// Nobody can issue a renewal as things stand: the one machine that was named to can not (Rule P5).
        case issuerUnable(UnableIssuer)
    }

    /// Events with the same key are delivered in order: the row's, or the clock's. That an issuer is unable comes in order
    /// with the changes of its group's row.
    public var orderKey: String {
        switch content {
        case .change(let change): "\(change.table.rawValue)/\(change.row)"
        case .clockSuspect: "clock"
        case .issuerUnable(let issuer): "\(RenewalTable.group.rawValue)/\(issuer.group)"
        }
    }
}
