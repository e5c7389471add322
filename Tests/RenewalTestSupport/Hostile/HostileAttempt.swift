package import RenewalCore

/// One thing that a hostile store, network or removed machine tries, and the error that it must end in.
package struct HostileAttempt: Sendable, CustomStringConvertible {
    /// What is tried, in words.
    package let name: String
    /// The rule that stops it.
    package let rule: String
    /// The named error.
    package let expected: RenewalError.Code
    private let body: @Sendable (HostileScene) async throws -> AttemptOutcome

    package init(
        _ name: String, rule: String, ends expected: RenewalError.Code,
        _ body: @escaping @Sendable (HostileScene) async throws -> AttemptOutcome
    ) {
        self.name = name
        self.rule = rule
        self.expected = expected
        self.body = body
    }

    /// Plays it with real rows and this crypto.
    package func play(_ crypto: any GroupCrypto) async throws -> AttemptOutcome {
        try await body(try await HostileScene(crypto: crypto))
    }

    package var description: String { name }

    /// Every attempt.
    package static let all = members + issuers + joiners + rejoiners + sealers + runs + network + removedMachine
}

/// How an attempt ended.
package struct AttemptOutcome: Sendable {
    /// The error's code; `nil` where there was none.
    package var code: RenewalError.Code?
    /// What the victim accepted; `nil` for nothing.
    package var accepted: String?

    package init(code: RenewalError.Code?, accepted: String?) {
        self.code = code
        self.accepted = accepted
    }
}

/// What a victim must not let go of or take in: everything in a vault that an attack could be after.
package struct Keepsakes: Equatable, Sendable {
    package var held: [Fingerprint]
    package var trusted: Fingerprint?
    package var candidates: [Fingerprint]
    package var passwordVersion: UInt64

    package init(_ machine: TestMachine) {
        let contents = machine.vault.copy()
        held = contents?.membership?.held.map(\.fingerprint) ?? []
        candidates = contents?.membership?.candidates.map(\.fingerprint) ?? []
        trusted = contents?.memory.highest?.fingerprint
        passwordVersion = contents?.memory.passwordVersion ?? 0
    }
}
