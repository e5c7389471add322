internal import Synchronization

/// A key vault that ends with the process. The default of agents that need no memory, of examples and of tests.
public final class InMemoryKeyVault: KeyVault, Redacted {
    private let contents: Mutex<VaultContents?>

    /// A vault with these contents, empty where none are given.
    public init(_ contents: VaultContents? = nil) { self.contents = Mutex(contents) }

    /// What the vault holds.
    public func read() async throws -> VaultContents? { copy() }

    /// Changes the contents; changes wait for each other.
    public func update<Result: Sendable>(
        _ change: @Sendable (inout VaultContents?) throws -> Result
    ) async throws -> Result {
        try contents.withLock { contents in
            var changed = contents
            let result = try change(&changed)
            contents = changed
            return result
        }
    }

    /// What the vault holds now, to be put back later.
    public func copy() -> VaultContents? { contents.withLock { $0 } }

    /// Puts back an older copy, as restoring a backup or a machine's snapshot does.
    public func putBack(_ copy: VaultContents?) { contents.withLock { $0 = copy } }
}

extension KeyVault where Self == InMemoryKeyVault {
    /// A new vault in memory.
    public static var inMemory: InMemoryKeyVault { InMemoryKeyVault() }
}
