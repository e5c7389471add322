extension ArbitraryRows {
    /// A principal.
    public mutating func principal() -> Principal {
        switch number(0...2) {
        case 0: .app(text())
        case 1: .machine(id())
        default: .coordinator
        }
    }

    /// A policy (Rule S2).
    public mutating func policy() throws -> RenewalPolicy {
        let validity = number(129_600...2_628_000)
        return try RenewalPolicy(validityMinutes: Int(validity), graceMinutes: Int(number(64_800...(validity / 2))))
    }

    /// How a key reaches the machines.
    public mutating func deliveryMode() -> DeliveryMode { flag() ? .toMembers : .withoutDelivery(issuer: id()) }

    /// An opening.
    public mutating func opening() -> Opening {
        Opening(at: instant(), reason: one(of: RenewalReason.allCases), by: principal(), delivery: deliveryMode())
    }

    /// A phase of that kind.
    public mutating func phase(_ kind: GroupPhase.Kind) throws -> GroupPhase {
        switch kind {
        case .new: .new
        case .imported: .imported(keyCreatedAt: instant())
        case .stable: .stable(current: try usableGeneration())
        case .renewing: .renewing(current: try usableGeneration(), opening())
        case .overlap:
            .overlap(
                current: try usableGeneration(),
                Overlap(
                    opening: opening(), previous: try usableGeneration(), issuer: id(), deadline: instant(),
                    delivery: optional { $0.sealed() }, deliveryIsDoubted: flag()))
        case .keyExpired: .keyExpired(last: try usableGeneration(), at: instant())
        case .deleted: .deleted(at: instant())
        }
    }

    /// A transition.
    public mutating func transition() throws -> Transition {
        Transition(
            number: counter(), kind: one(of: Transition.Kind.allCases), at: instant(),
            generation: try optional { try $0.generation() })
    }

    /// A group's row.
    ///
    /// - Parameters:
    ///   - id: the row's id; a new one where nothing is given.
    ///   - kind: the kind of its phase; any where nothing is given.
    public mutating func group(id: GroupID? = nil, _ kind: GroupPhase.Kind? = nil) throws -> MachineGroup {
        MachineGroup(
            id: id ?? self.id(), name: try name(), policy: try policy(),
            phase: try phase(kind ?? one(of: GroupPhase.Kind.allCases)),
            operatorRequest: optional {
                OperatorRequest(at: $0.instant(), by: $0.principal(), delivery: $0.deliveryMode())
            },
            passwordRecord: try optional { try $0.passwordRecord() },
            previousPasswordRecord: try optional { try $0.passwordRecord() },
            passwordChangedAt: optional { $0.instant() }, passwordChangedBy: optional { $0.principal() },
            joinCounter: counter(), transitions: try (0..<number(0...3)).map { _ in try transition() },
            transitionCount: counter(), lastMachineTransition: counter(), lastConnectionTransition: counter())
    }
}
