/// Where an agent keeps its private keys (Rules Z1, Z5): memory, a file of mode 0600, a platform's key store.
///
/// One value crosses, ``VaultContents``, and it is replaced whole. The agent calls from its own executor, reads before
/// it acts, and counts on what it wrote: a key is in the vault before it is used (Rules I4, Z6), a sequence number
/// before it is sent (Rule Z2). So ``update(_:)`` returns only when the new contents would survive a power cut, and
/// changes never overlap, those of other processes on the same vault included.
///
/// A throw means that nothing is known to have changed; the agent gives up what it was doing and passes the error on.
///
/// A vault that shows an older copy, from a backup or a snapshot, costs no safety and may cost a step: the sequence
/// number is caught up from the coordinator's refusal (Rule Z2); a generation that is missing is installed again or,
/// where it is retired, needs a rejoin (Rule K4); an older machine key is refused and needs a rejoin. What the copy can
/// not do is notice that it is shown older rows than the newer copy had seen (Rule Z4). How to write one is in
/// <doc:ImplementingAKeyVault>.
public protocol KeyVault: Sendable {
    /// What the vault holds; `nil` where no machine ever joined with it, or it left.
    func read() async throws -> VaultContents?

    /// Runs the change on the contents and stores the result, `nil` for none, before it returns what the change gives.
    ///
    /// - Throws: what the change throws, and then nothing is stored; the vault's own errors.
    func update<Result: Sendable>(
        _ change: @Sendable (inout VaultContents?) throws -> Result
    ) async throws -> Result
}
