import RenewalCore

/// Keeps a machine's keys as one secret of a platform's secret store: a keychain, DPAPI, a blob that a TPM has sealed.
actor SecretStoreVault: KeyVault {
    private let store: any SecretStore

    init(store: any SecretStore) { self.store = store }

    func read() async throws -> VaultContents? {
        try store.load().map(VaultContents.init(decoding:))
    }

    /// An actor runs one change at a time, and this one waits for nothing between reading and writing: changes never
    /// overlap. A change that throws leaves before anything is written.
    func update<Result: Sendable>(
        _ change: @Sendable (inout VaultContents?) throws -> Result
    ) async throws -> Result {
        let before = try store.load().map(VaultContents.init(decoding:))
        var contents = before
        let result = try change(&contents)
        if contents != before { try store.save(contents?.encoded()) }
        return result
    }
}

/// What a platform offers. Whoever can read it has the machine's keys.
protocol SecretStore: Sendable {
    /// The secret that is kept; `nil` where there is none.
    func load() throws -> SecretBytes?

    /// Replaces the secret, all or nothing, and returns when it would survive a power cut; `nil` removes it.
    func save(_ secret: SecretBytes?) throws
}
