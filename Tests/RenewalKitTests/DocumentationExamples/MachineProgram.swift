import RenewalKit

/// A machine's side, as the article "Getting started" shows it.
struct MachineProgram {
    let agent: MachineAgent

    init(
        vault: some KeyVault, service: some MachineService, clock: some WallClock, passwordKeys: PasswordKeyCache? = nil
    ) throws {
        agent = MachineAgent(
            vault: vault, service: service, crypto: StandardCrypto(), clock: clock, version: try AgentVersion("2.50"),
            passwordKeys: passwordKeys)
    }

    /// Checks in whenever it is due, until the task is cancelled.
    func serve(
        log: @escaping @Sendable (String) -> Void, missedRenewal: @escaping @Sendable () async -> Void
    ) async throws {
        try await agent.run { outcome in
            switch outcome {
            case .success(let report):
                for event in report.events { log("\(report.now) \(event) (\(event.rule))") }
            case .failure(let error as RenewalError) where error.code == .machineKeyExpired:
                await missedRenewal()
            case .failure(let error):
                log("\(error)")
            }
        }
    }
}
