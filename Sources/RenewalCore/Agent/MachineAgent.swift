public import FoundationEssentials

/// The library's part on one machine: it keeps the keys in a vault, checks in, issues or installs certificates, and
/// opens credentials for runs. It believes nothing that a coordinator says without proof (Rules I9, I10, Z4).
///
/// ```swift
/// let agent = MachineAgent(vault: vault, service: coordinator, crypto: crypto, version: version)
/// let report = try await agent.join(group, name: name, password: password)
/// print(report)
/// try await agent.run()
/// ```
///
/// Its calls may come from any task. Joins, check-ins, password changes and leaving go one after the other; runs go
/// beside them and never overlap with a change of certificates (Rule I6). Each call that waits throws
/// `CancellationError` where its task is cancelled, and loses nothing: what matters is in the vault before it is sent.
public actor MachineAgent {
    /// The agent's version, which decides whether it takes part in renewals (Rule I7).
    public nonisolated let version: AgentVersion
    let vault: any KeyVault
    let service: any MachineService
    let crypto: any GroupCrypto
    let clock: any WallClock
    let passwordKeys: PasswordKeyCache?
    let makeID: @Sendable () -> UUID
    let makePassword: @Sendable () -> Password
    /// Joins, check-ins, password changes and leaving, one after the other.
    let operations = SharedExclusiveGate()
    /// Runs beside each other, certificate changes alone (Rule I6).
    let runs = SharedExclusiveGate()
    /// A generation that waits for the runs to end (Rule I6).
    var deferred: HeldGeneration?

    /// An agent on this vault.
    ///
    /// - Parameters:
    ///   - vault: where the machine's keys are; one agent for each vault in a process.
    ///   - service: the coordinator, or a client of one.
    ///   - crypto: what handles keys.
    ///   - clock: for the waits of ``run(reporting:)`` alone; no rule depends on a machine's clock (Rule T1).
    ///   - version: the agent's version.
    ///   - passwordKeys: shared among the agents of one process that join with the same password.
    ///   - makeID: gives the id of a machine that joins.
    ///   - makePassword: gives a regenerated password (Rule K5).
    public init(
        vault: any KeyVault, service: any MachineService, crypto: any GroupCrypto, clock: any WallClock,
        version: AgentVersion, passwordKeys: PasswordKeyCache? = nil,
        makeID: @escaping @Sendable () -> UUID = { .random() },
        makePassword: @escaping @Sendable () -> Password = {
            var generator = SystemRandomNumberGenerator()
            return Password.random(using: &generator)
        }
    ) {
        self.vault = vault
        self.service = service
        self.crypto = crypto
        self.clock = clock
        self.version = version
        self.passwordKeys = passwordKeys
        self.makeID = makeID
        self.makePassword = makePassword
    }

    /// What the vault holds, without its secrets; `nil` where the machine is in no group.
    ///
    /// - Throws: the vault's errors.
    public func summary() async throws -> AgentSummary? {
        try await vault.read().map(AgentSummary.init)
    }

    func checks(_ group: GroupID) -> TrustChecks { TrustChecks(group: group, crypto: crypto) }

    /// Changes the vault's contents, which must be a member's.
    func updateMember<Result: Sendable>(
        _ change: @Sendable (inout VaultContents, inout VaultContents.Membership) throws -> Result
    ) async throws -> Result {
        try await vault.update { stored in
            var (contents, membership) = try stored.requireMember()
            let result = try change(&contents, &membership)
            contents.membership = membership
            stored = contents
            return result
        }
    }
}

/// What an agent holds, without its secrets, for showing.
public struct AgentSummary: Hashable, Sendable {
    /// The group.
    public let group: GroupID
    /// The machine's id.
    public let machine: MachineID
    /// The machine's name.
    public let name: Name
    /// Whether a join was accepted.
    public let isMember: Bool
    /// Whether a join or rejoin was sent whose answer is not known (Rule Z6).
    public let isJoining: Bool
    /// The generations whose private keys it holds, oldest first.
    public let held: [TrustedGeneration]
    /// Certificates it made whose fate it does not know (Rule I4).
    public let candidates: [TrustedGeneration]
    /// The highest generation it ever trusted (Rule I9).
    public let trusted: TrustedGeneration?
    /// The highest password version it ever saw (Rule I10).
    public let passwordVersion: UInt64
    /// The number of its last request (Rule Z2).
    public let sequence: UInt64

    init(_ contents: VaultContents) {
        group = contents.group
        machine = contents.machine
        name = contents.name
        isMember = contents.membership != nil
        isJoining = contents.pendingMachineKey != nil
        held = contents.membership?.held.map(\.certificate) ?? []
        candidates = contents.membership?.candidates.map(\.certificate) ?? []
        trusted = contents.memory.highest
        passwordVersion = contents.memory.passwordVersion
        sequence = contents.membership?.sequence ?? 0
    }
}
