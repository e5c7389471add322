public import RenewalCore

/// What a group's row of a real environment says, as far as it says it.
public struct GroupFacts: Hashable, Sendable {
    /// The group's id.
    public var id: GroupID
    /// The group's name.
    public var name: String?
    /// Whether its status reason is 4, KeyExpired.
    public var isKeyExpired: Bool
    /// C, where a certificate is known.
    public var keyCreated: Instant?
    /// V in minutes, where the row says; within 32 bits; it may lie outside Rule S2.
    public var validityMinutes: Int?
    /// G in minutes, where the row says; within 32 bits; it may lie outside Rule S2.
    public var graceMinutes: Int?

    /// Facts of these values.
    public init(
        id: GroupID, name: String? = nil, isKeyExpired: Bool = false, keyCreated: Instant? = nil,
        validityMinutes: Int? = nil, graceMinutes: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.isKeyExpired = isKeyExpired
        self.keyCreated = keyCreated
        self.validityMinutes = validityMinutes
        self.graceMinutes = graceMinutes
    }

    /// V, or its default of 2,628,000 minutes (Rule S1).
    public var effectiveValidity: Int { validityMinutes ?? RenewalPolicy.default.validityMinutes }

    /// G, or the lesser of its default of 262,800 minutes (Rule S1) and half of V.
    public var effectiveGrace: Int {
        graceMinutes ?? min(RenewalPolicy.default.graceMinutes, effectiveValidity / 2)
    }

    /// E = C + V; `nil` without C. A real row holds the V of the next certificate, which a policy change may have moved
    /// away from that of the present one (Rule P1).
    public var expiry: Instant? { keyCreated?.adding(minutes: effectiveValidity) }

    /// S = C + V − min(G, V / 2 rounded down); `nil` without C (Rule S3).
    public var renewalStart: Instant? {
        keyCreated.map {
            RenewalSchedule.start(
                createdAt: $0, validityMinutes: effectiveValidity, graceMinutes: effectiveGrace)
        }
    }

    /// A warning where a period lies outside Rule S2.
    public var periodWarning: DataverseWarning? {
        do {
            _ = try RenewalPolicy(validityMinutes: effectiveValidity, graceMinutes: effectiveGrace)
            return nil
        } catch {
            let reason = (error as? RenewalError)?.message ?? "\(error)"
            return .periodOutOfBounds(group: id, name: name, reason: reason)
        }
    }
}

extension GroupFacts {
    /// The facts of a row of `flowmachinegroup`.
    public init(_ row: Row) {
        self.init(
            id: GroupID(row.id), name: row.text(at: Places.name),
            isKeyExpired: row.integer(at: Places.statusCode) == Self.keyExpiredStatus,
            keyCreated: row.instant(at: Places.keyCreationDate),
            validityMinutes: row.integer(at: Places.keyValidityPeriod).map { Int($0) },
            graceMinutes: row.integer(at: Places.keyExpiryGracePeriod).map { Int($0) })
    }

    /// The number of the status reason KeyExpired (Rule K3).
    static let keyExpiredStatus: Int64 = 4

    private enum Places {
        static let name = Table.flowMachineGroup.place(of: "name")
        static let statusCode = Table.flowMachineGroup.place(of: "statuscode")
        static let keyCreationDate = Table.flowMachineGroup.place(of: "keycreationdate")
        static let keyValidityPeriod = Table.flowMachineGroup.place(of: "keyvalidityperiod")
        static let keyExpiryGracePeriod = Table.flowMachineGroup.place(of: "keyexpirygraceperiod")
    }
}
