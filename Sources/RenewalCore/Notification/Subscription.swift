/// What a notifier is told of, chosen like the Dataverse trigger *When a row is added, modified or deleted* (Rule N2).
///
/// Events of a suspect clock go to every subscription. Coordinators that share a store are given the same subscriptions:
/// a change is stored for those that the coordinator which made it knows.
public struct Subscription: Sendable {
    /// Names the subscription in the store; keep it when the process starts again.
    public var id: String
    /// Which kinds of change.
    public var changes: ChangeType
    /// Which table; `nil` for all.
    public var table: RenewalTable?
    /// For modified rows: at least one of these columns must have changed; empty for any.
    public var columns: [String]
    /// A condition on the row as it is after the change, or as it was before it was deleted; `nil` for none. Make it
    /// for ``table``: a filter says nothing of rows of other tables, and those do not match.
    public var filter: RowFilter?
    /// Nothing is delivered before this instant.
    public var delayUntil: Instant?
    /// Who is told.
    public var notifier: any Notifier

    /// A subscription of these choices; the defaults choose everything.
    public init(
        id: String, changes: ChangeType = .any, table: RenewalTable? = nil, columns: [String] = [],
        filter: RowFilter? = nil, delayUntil: Instant? = nil, notifier: some Notifier
    ) {
        self.id = id
        self.changes = changes
        self.table = table
        self.columns = columns
        self.filter = filter
        self.delayUntil = delayUntil
        self.notifier = notifier
    }

    /// The trigger's change types, with its numbers (Rule N2).
    public enum ChangeType: Int, Hashable, Sendable, CaseIterable {
        /// Rows added.
        case added = 1
        /// Rows deleted.
        case deleted = 2
        /// Rows modified.
        case modified = 3
        /// Rows added or modified.
        case addedOrModified = 4
        /// Rows added or deleted.
        case addedOrDeleted = 5
        /// Rows modified or deleted.
        case modifiedOrDeleted = 6
        /// Any change.
        case any = 7
    }
}
