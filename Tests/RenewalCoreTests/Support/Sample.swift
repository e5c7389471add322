import FoundationEssentials
import RenewalCore
import RenewalSimulation
import RenewalTestSupport

/// Rows for tests of pure functions.
enum Sample {
    static let start = Instant(secondsSince1970: 1_767_225_600)
    static let crypto = InsecureCrypto(seed: 7)

    static func number(_ value: UInt64) -> Generation { Generation(value) ?? .first }

    /// V is 200 days where nothing is given.
    static func generation(
        _ value: UInt64, at createdAt: Instant = start, validity: Int = 288_000
    ) -> UsableGeneration {
        let digest = crypto.digest([UInt8(truncatingIfNeeded: value)])
        return UsableGeneration(
            generation: number(value), certificate: digest.bytes, fingerprint: digest,
            publicKey: PublicKey(.p256, digest.bytes), createdAt: createdAt, validityMinutes: validity,
            keyPackage: SealedValue([]))
    }

    static func policy(_ validity: Int = 288_000, _ grace: Int = 64_800) throws -> RenewalPolicy {
        try RenewalPolicy(validityMinutes: validity, graceMinutes: grace)
    }

    static func group(_ phase: GroupPhase, _ policy: RenewalPolicy? = nil) throws -> MachineGroup {
        MachineGroup(
            id: GroupID(Counter.id(2, 1)), name: try Name("Finance"), policy: try policy ?? Self.policy(), phase: phase)
    }

    static func opening(
        at instant: Instant = start.adding(days: 155), _ reason: RenewalReason = .schedule,
        _ delivery: DeliveryMode = .toMembers
    ) -> Opening {
        Opening(at: instant, reason: reason, by: .coordinator, delivery: delivery)
    }

    /// The group of each phase: generation 1 of `start`, and generation 2 issued 160 days later.
    static func phase(_ kind: GroupPhase.Kind) -> GroupPhase {
        switch kind {
        case .new: .new
        case .imported: .imported(keyCreatedAt: start)
        case .stable: .stable(current: generation(1))
        case .renewing: .renewing(current: generation(1), opening())
        case .overlap: overlap()
        case .keyExpired: .keyExpired(last: generation(1), at: start.adding(days: 200))
        case .deleted: .deleted(at: start)
        }
    }

    static func overlap(
        delivery: SealedValue? = SealedValue([1]), doubted: Bool = false, deadline: Instant = start.adding(days: 200)
    ) -> GroupPhase {
        .overlap(
            current: generation(2, at: start.adding(days: 160)),
            Overlap(
                opening: opening(), previous: generation(1), issuer: id(1), deadline: deadline, delivery: delivery,
                deliveryIsDoubted: doubted))
    }

    static func id(_ value: UInt64) -> MachineID { MachineID(Counter.id(1, value)) }

    static func machine(
        _ value: UInt64 = 1, holding generation: UInt64? = 1, _ version: String? = "2.23",
        stored: KeyDeliveryStatus = .default
    ) throws -> Machine {
        let key = PublicKey(.p256, [UInt8(truncatingIfNeeded: value)])
        return Machine(
            id: id(value), group: GroupID(Counter.id(2, 1)), name: try Name("machine-\(value)"),
            agentVersion: try version.map(AgentVersion.init),
            membership: generation.map {
                Machine.Membership(
                    machineKey: key, fingerprint: key.fingerprint(crypto), generation: number($0), sequence: 0)
            }, storedStatus: stored)
    }

    static func connection(
        copies generations: [UInt64], stored: ConnectionState = .current
    ) throws -> DesktopFlowConnection {
        DesktopFlowConnection(
            id: ConnectionID(Counter.id(4, 1)), group: GroupID(Counter.id(2, 1)), name: try Name("connection"),
            revision: 1,
            copies: generations.map {
                CredentialCopy(
                    generation: number($0), certificate: generation($0).fingerprint, sealed: SealedValue([]))
            }, storedState: stored)
    }
}
