/// What a join or rejoin came to. An agent's app shows it: a newcomer has no memory, so a person compares generation, C
/// and fingerprint with what another machine shows (Rule Z4). It holds no secret.
public struct JoinReport: Hashable, Sendable {
    /// The group.
    public var group: GroupID
    /// The machine's id.
    public var machine: MachineID
    /// The current generation, with C and fingerprint.
    public var current: TrustedGeneration
    /// The generations whose private keys the machine holds, oldest first (Rule I8).
    public var held: [Generation]
    /// The machine's status; `pendingNewKey` where a renewal is open and nothing is issued yet.
    public var status: KeyDeliveryStatus
    /// Whether this machine founded the group (Rule I1).
    public var founded: Bool
    /// The check-in that followed at once where a renewal was open (Rule I8); `nil` where none was needed or it failed.
    public var checkIn: CheckInReport?
    /// Why that check-in failed. The join holds all the same, and the next check-in does its work. An error that is not
    /// this library's is the `cause` of one with the code `checkInFailed`.
    public var checkInError: RenewalError?

    /// A report of these values.
    public init(
        group: GroupID, machine: MachineID, current: TrustedGeneration, held: [Generation], status: KeyDeliveryStatus,
        founded: Bool, checkIn: CheckInReport? = nil, checkInError: RenewalError? = nil
    ) {
        self.group = group
        self.machine = machine
        self.current = current
        self.held = held
        self.status = status
        self.founded = founded
        self.checkIn = checkIn
        self.checkInError = checkInError
    }
}

extension JoinReport: CustomStringConvertible {
    /// Generation, C and fingerprint, as Rule Z4 asks, and the error of the check-in that followed, if it failed.
    public var description: String {
        "machine \(machine) \(founded ? "founded" : "joined") group \(group): generation \(current.generation) of "
            + "\(current.createdAt), fingerprint \(current.fingerprint)"
            + (checkInError.map { "; the check-in that followed failed: \($0)" } ?? "")
    }
}
