/// Why a renewal opened (Rule S4). Of several that hold, the first in this order is recorded.
public enum RenewalReason: String, Hashable, Sendable, CaseIterable {
    /// An operator asked for one (Rule P5).
    case `operator`
    /// The policy's validity is shorter than the current certificate's (Rule P2).
    case policyChange
    /// The start S has come (Rule S3).
    case schedule
}

/// How the new key reaches the other machines of the group.
public enum DeliveryMode: Hashable, Sendable {
    /// Sealed to the previous generation: every machine that holds that installs it (Rule I5).
    case toMembers
    /// Not at all: only this machine issues, and the others rejoin with the password (Rule P5).
    case withoutDelivery(issuer: MachineID)

    /// The machine that alone issues; `nil` where any eligible one does.
    public var issuer: MachineID? {
        if case .withoutDelivery(let issuer) = self { issuer } else { nil }
    }
}

/// An operator's request for a renewal, remembered until one opens (Rules S4, P5).
public struct OperatorRequest: Hashable, Sendable {
    /// When it was made.
    public var at: Instant
    /// By whom.
    public var by: Principal
    /// How the new key is to reach the machines.
    public var delivery: DeliveryMode

    /// A request of these values.
    public init(at: Instant, by: Principal, delivery: DeliveryMode) {
        self.at = at
        self.by = by
        self.delivery = delivery
    }
}

/// The opening of a renewal, as recorded (Rule S4).
public struct Opening: Hashable, Sendable {
    /// When it opened.
    public var at: Instant
    /// Why.
    public var reason: RenewalReason
    /// By whom: the operator who asked, else the machine or coordinator whose call found it due.
    public var by: Principal
    /// How the new key reaches the machines.
    public var delivery: DeliveryMode

    /// An opening of these values.
    public init(at: Instant, reason: RenewalReason, by: Principal, delivery: DeliveryMode) {
        self.at = at
        self.reason = reason
        self.by = by
        self.delivery = delivery
    }
}

/// The time in which two generations serve: from the issue of the new one to the deadline D.
public struct Overlap: Hashable, Sendable {
    /// The opening of the renewal it belongs to.
    public var opening: Opening
    /// The superseded generation, usable until the deadline.
    public var previous: UsableGeneration
    /// Which machine issued the current generation; it may have left since (Rule G5).
    public var issuer: MachineID
    /// D: from this instant on the previous generation is retired (Rules S5, K2).
    public var deadline: Instant
    /// The current generation's private key, sealed to the previous one; `nil` without delivery (Rule P5).
    public var delivery: SealedValue?
    /// Whether a machine reported that the delivered key does not match its certificate, and no machine that holds both
    /// generations has replaced it yet (Rule I5).
    public var deliveryIsDoubted: Bool

    /// An overlap of these values.
    public init(
        opening: Opening, previous: UsableGeneration, issuer: MachineID, deadline: Instant, delivery: SealedValue?,
        deliveryIsDoubted: Bool = false
    ) {
        self.opening = opening
        self.previous = previous
        self.issuer = issuer
        self.deadline = deadline
        self.delivery = delivery
        self.deliveryIsDoubted = deliveryIsDoubted
    }
}
