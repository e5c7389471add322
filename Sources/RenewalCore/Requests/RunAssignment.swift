/// A run of a connection, given to a machine (Rule C2).
public struct RunAssignment: Hashable, Sendable {
    /// The connection.
    public var connection: ConnectionID
    /// Its target group.
    public var group: GroupID
    /// The machine that is to run it.
    public var machine: MachineID
    /// The credential revision of the copies.
    public var revision: UInt64
    /// The copies that the machine can open, newest generation last.
    public var copies: [CredentialCopy]
    /// Usable generations for which the connection has no copy (Rule C3).
    public var lacking: [Generation]
    /// Certificates and links after the machine's generation, oldest first.
    public var chain: [IssuedCertificate]

    /// A value of these parts.
    public init(
        connection: ConnectionID, group: GroupID, machine: MachineID, revision: UInt64, copies: [CredentialCopy],
        lacking: [Generation], chain: [IssuedCertificate]
    ) {
        self.connection = connection
        self.group = group
        self.machine = machine
        self.revision = revision
        self.copies = copies
        self.lacking = lacking
        self.chain = chain
    }
}
