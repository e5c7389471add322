/// How far a vault has seen its file: how often that was written, and its checksum then.
///
/// It is in memory alone. While it lasts, an older copy in the file's place is known for what it is: its counter is
/// lower, or the same with another checksum where somebody went on from an older copy.
@_spi(Trials) public struct VaultMark: Sendable, Equatable {
    /// How often the file had been written; 0 where none was seen.
    var counter: UInt64 = 0
    /// The checksum at the file's end.
    var digest: [UInt8] = []

    /// The mark of a vault that has seen nothing.
    public init() {}

    init(_ image: VaultImage) {
        counter = image.counter
        digest = image.digest
    }

    /// Refuses a file that is older than this.
    ///
    /// - Throws: `olderCopy`.
    func requireNotNewer(than image: VaultImage, path: String) throws(FileStoreError) {
        if counter == 0 || image.counter > counter || VaultMark(image) == self { return }
        throw FileStoreError(
            .olderCopy,
            "the file was written \(image.counter) times and this program has seen it after \(counter): an older copy is "
                + "in its place; put the newest back, or end the program and start it where the older one is meant",
            path: path)
    }
}
