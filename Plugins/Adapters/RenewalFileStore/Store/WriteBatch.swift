/// An open transaction that several writers share, and for how long its commit waits for more of them.
struct WriteBatch {
    /// From so many writers on, or so long after its beginning, a batch waits for nobody any more: other processes want
    /// their turn. Those that are in the queue by then are in it.
    static let largest = 256
    static let longestWait = Duration.milliseconds(20)

    /// The row about the store as the transaction found it.
    let found: StoreRow
    /// The same row as its writers leave it.
    var row: StoreRow
    private let began: ContinuousClock.Instant
    // How many writers it had when its commit was put into the queue.
    private var writersBefore = 0

    /// A batch that has just begun.
    init(found: StoreRow, at now: ContinuousClock.Instant = .now) {
        self.found = found
        row = found
        began = now
    }

    /// Whether the commit, whose turn it is, goes to the queue's end once more.
    ///
    /// Those whom the last commit let go come back one by one: while some came since the commit was queued, more of them
    /// may be on their way, and each sync that is spared is worth hundreds of rows.
    func waitsForMore(writers: Int, at now: ContinuousClock.Instant = .now) -> Bool {
        writers > writersBefore && writers < Self.largest && now - began < Self.longestWait
    }

    /// Notes how many writers there are as the commit is put into the queue.
    mutating func noteWriters(_ writers: Int) { writersBefore = writers }
}
