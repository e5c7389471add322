/// A desktop-flow connection's row: Windows credentials for a target group, sealed to its certificates.
public struct DesktopFlowConnection: Hashable, Sendable {
    /// The connection's id.
    public var id: ConnectionID
    /// The target group; it may have been deleted since (Rule G1).
    public var group: GroupID
    /// The connection's name.
    public var name: Name
    /// The credential revision, 1 or more; each edit raises it (Rule C1).
    public var revision: UInt64
    /// The credentials, sealed to one or two generations; oldest first.
    public var copies: [CredentialCopy]
    /// When a run last opened it.
    public var lastUsed: Instant?
    /// The state as of ``appliedTransition``. Use ``effectiveState(in:)`` to decide.
    public var storedState: ConnectionState
    /// The number of the last transition that this row followed (Rule K1).
    public var appliedTransition: UInt64

    /// A row of these values.
    public init(
        id: ConnectionID, group: GroupID, name: Name, revision: UInt64, copies: [CredentialCopy],
        lastUsed: Instant? = nil, storedState: ConnectionState = .current, appliedTransition: UInt64 = 0
    ) {
        self.id = id
        self.group = group
        self.name = name
        self.revision = revision
        self.copies = copies
        self.lastUsed = lastUsed
        self.storedState = storedState
        self.appliedTransition = appliedTransition
    }
}

/// Credentials sealed to one generation.
public struct CredentialCopy: Hashable, Sendable {
    /// The generation whose key opens it.
    public var generation: Generation
    /// The fingerprint of that generation's certificate.
    public var certificate: Fingerprint
    /// The sealed credentials.
    public var sealed: SealedValue

    /// A copy of these values.
    public init(generation: Generation, certificate: Fingerprint, sealed: SealedValue) {
        self.generation = generation
        self.certificate = certificate
        self.sealed = sealed
    }
}

/// Whether a connection can be served (Rules C4, C5), with the numbers of `renewal_state`.
public enum ConnectionState: Int, Hashable, Sendable, CaseIterable {
    /// It has a copy for the current generation.
    case current = 1
    /// It has a usable copy and none for the current generation: it must be used before the deadline.
    case stale = 2
    /// It has no usable copy: the credentials must be entered again.
    case expired = 3
    /// Its target was deleted (Rule G1).
    case broken = 4
}
