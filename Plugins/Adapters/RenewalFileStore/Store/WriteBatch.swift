/// An open transaction that several writers share, and how long it stays open for more of them.
struct WriteBatch {
    /// From so many writers on, or so long after its beginning, a batch lets nobody in any more: other processes want
    /// their turn.
    static let largest = 256
    static let longestWait = Duration.milliseconds(20)

    /// The row about the store as the transaction found it.
    let found: StoreRow
    /// The same row as its writers leave it.
    var row: StoreRow
    private let began: ContinuousClock.Instant

    /// A batch that has just begun.
    init(found: StoreRow, at now: ContinuousClock.Instant = .now) {
        self.found = found
        row = found
        began = now
    }

    /// Whether it lets another writer in.
    func isOpen(writers: Int, at now: ContinuousClock.Instant = .now) -> Bool {
        writers < Self.largest && now - began < Self.longestWait
    }
}
