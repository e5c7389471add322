/// What went wrong in the core: a code, a sentence that says what to do, and what a program needs to go on.
///
/// Two errors are equal when their codes are. Messages never hold a password, a private key or a credential (Rule Z1).
///
/// ```swift
/// do {
///     try await agent.checkIn()
/// } catch let error as RenewalError where error.code == .machineKeyExpired {
///     // ask for the group's password and rejoin
/// }
/// ```
public struct RenewalError: Error, Sendable {
    /// What kind of error this is. Programs decide by it.
    public var code: Code
    /// One sentence for people: what was wrong, where, and what to do.
    public var message: String
    /// The parts of the message by name (`column`, `value`, `found`, `needed` …).
    public var details: [String: String]
    /// What a caller needs to repeat the call rightly, where the code offers that.
    public var remedy: Remedy?
    /// The error underneath, where there is one.
    public var cause: (any Error)?

    /// An error with that code.
    public init(
        _ code: Code, _ message: String, details: [String: String] = [:], remedy: Remedy? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.details = details
        self.remedy = remedy
        self.cause = cause
    }

    /// What a refused caller needs to go on.
    public enum Remedy: Sendable, Hashable {
        /// The request's number was too low; the last accepted one is this (Rule Z2).
        case continueAbove(sequence: UInt64)
        /// The group's current certificate has this fingerprint; repeat under it where you hold it (Rule Z2).
        case currentCertificate(Fingerprint)
        /// The group's join counter is this; sign the join again with it (Rule Z6).
        case joinCounter(UInt64)
        /// The password record has changed to this version; read it again (Rules I3, K5).
        case passwordVersion(UInt64)
        /// Issue with these instead (Rules I3, I4).
        case issue(IssueInstruction)
        /// Seal to exactly these certificates (Rule C1).
        case sealTo(SealingOffer)
    }
}

extension RenewalError: Hashable {
    /// Whether the codes are equal.
    public static func == (lhs: RenewalError, rhs: RenewalError) -> Bool { lhs.code == rhs.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension RenewalError: CustomStringConvertible {
    /// The code and the message, as `policyOutOfBounds: keyvalidityperiod is …`.
    public var description: String {
        cause.map { "\(code): \(message) (\($0))" } ?? "\(code): \(message)"
    }
}
