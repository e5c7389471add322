/// An event with the row that it is about, for choosing who is told (Rule N2).
public struct PublishedEvent: Hashable, Sendable {
    /// The event.
    public var event: RenewalEvent
    /// All published columns of the row, for filters: after the change, or before it where the row was deleted. Empty for
    /// an event that is not about a row, and where no subscription has a filter.
    public var row: [ColumnEntry]

    /// An event about that row.
    public init(_ event: RenewalEvent, row: [ColumnEntry] = []) {
        self.event = event
        self.row = row
    }
}
