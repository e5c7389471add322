internal import RenewalCore
internal import RenewalFileStore
internal import RenewalKit

/// One machine of the race: a process with its vault, its agent, and a coordinator of its own on the shared store.
package struct RaceWorker: Sendable {
    package var store: String
    package var vault: String
    package var broken: BrokenPromise?
    /// Whether candidates stay in the vault: a fault that the race must find.
    package var hoards: Bool

    package init(store: String, vault: String, broken: BrokenPromise? = nil, hoards: Bool = false) {
        self.store = store
        self.vault = vault
        self.broken = broken
        self.hoards = hoards
    }

    package var arguments: [String] {
        var words = ["race-worker", "--store", store, "--vault", vault, "--hoards", hoards ? "1" : "0"]
        if let broken { words += ["--broken", broken.rawValue] }
        return words
    }

    /// Checks in each time that the parent says `go` and the seconds of the present instant; ends when it is gone.
    package func run() async throws {
        let store = try TrialStore.open(store)
        let clock = ManualClock(at: RaceTerms.start)
        var agent: MachineAgent?
        ParentProcess.tell("ready")
        while let line = ParentProcess.nextLine() {
            let words = line.split(separator: " ")
            guard words.count == 2, let seconds = Int64(words[1]) else { continue }
            let now = Instant(secondsSince1970: seconds)
            if let agent {
                RaceTerms.move(clock, to: now)
                await checkIn(agent)
            } else {
                // The clock is right from the start on, so a process that comes back is not suspect (Rule T3).
                clock.set(to: now)
                let new = makeAgent(on: store, clock)
                agent = new
                await checkIn(new)
            }
        }
    }

    private func makeAgent(on store: FileStore, _ clock: ManualClock) -> MachineAgent {
        let vault = FileKeyVault(folder: vault)
        return MachineAgent(
            vault: hoards ? HoardingVault(inner: vault) : vault,
            service: RaceTerms.coordinator(on: broken?.wrap(store) ?? store, clock), crypto: StandardCrypto(),
            clock: clock, version: RaceTerms.version)
    }

    private func checkIn(_ agent: MachineAgent) async {
        do {
            let report = try await agent.checkIn()
            ParentProcess.tell("done \(report.events.map(\.rule).joined(separator: ","))")
        } catch {
            ParentProcess.tell("error \(error)")
        }
    }
}

/// A vault that forgets no candidate but the one that won.
private struct HoardingVault: KeyVault {
    let inner: FileKeyVault

    func read() async throws -> VaultContents? { try await inner.read() }

    func update<Result: Sendable>(
        _ change: @Sendable (inout VaultContents?) throws -> Result
    ) async throws -> Result {
        try await inner.update { contents in
            let candidates = contents?.membership?.candidates ?? []
            let result = try change(&contents)
            let known = (contents?.membership?.candidates ?? []) + (contents?.membership?.held ?? [])
            contents?.membership?.candidates += candidates.filter { !known.contains($0) }
            return result
        }
    }
}
