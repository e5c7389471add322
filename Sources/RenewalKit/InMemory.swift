extension RenewalCoordinator {
    /// A coordinator whose rows are in memory, with the default crypto: for trying things out, for tests, and for apps
    /// that keep nothing.
    ///
    /// - Parameters:
    ///   - clock: the system's, or a ``/RenewalCore/ManualClock``.
    ///   - subscriptions: who is told of changes.
    public static func inMemory(
        clock: some WallClock = .system, subscriptions: [Subscription] = []
    ) -> RenewalCoordinator {
        RenewalCoordinator(storage: .inMemory, crypto: StandardCrypto(), clock: clock, subscriptions: subscriptions)
    }
}

extension MachineAgent {
    /// An agent whose keys are in memory, with the default crypto.
    ///
    /// - Parameters:
    ///   - service: the coordinator, or a client of one.
    ///   - clock: for the waits of its loop alone (Rule T1).
    ///   - version: the agent's version, which decides whether it takes part in renewals (Rule I7).
    ///   - passwordKeys: shared among the agents of one process that join with the same password.
    public static func inMemory(
        service: some MachineService, clock: some WallClock = .system, version: AgentVersion = .renewalMinimum,
        passwordKeys: PasswordKeyCache? = nil
    ) -> MachineAgent {
        MachineAgent(
            vault: InMemoryKeyVault(), service: service, crypto: StandardCrypto(), clock: clock, version: version,
            passwordKeys: passwordKeys)
    }
}
