import FoundationEssentials
import RenewalCore

/// Values of the model for tests of rows.
enum ModelSamples {
    /// A group such as a row can say all of: new or imported.
    static func group(_ random: inout SeededGenerator) throws -> MachineGroup {
        let validity = Int.random(in: RenewalPolicy.validityBounds, using: &random)
        let grace = Int.random(in: RenewalPolicy.minimumGraceMinutes...validity / 2, using: &random)
        let created = instant(&random)
        return MachineGroup(
            id: GroupID(uuid(&random)), name: try name(&random),
            policy: try RenewalPolicy(validityMinutes: validity, graceMinutes: grace),
            phase: Bool.random(using: &random) ? .new : .imported(keyCreatedAt: created),
            passwordChangedAt: Bool.random(using: &random) ? instant(&random) : nil,
            passwordChangedBy: Bool.random(using: &random) ? .app(uuid(&random).uuidString.lowercased()) : nil)
    }

    /// A machine such as a row can say all of: without keys.
    static func machine(of group: MachineGroup, _ random: inout SeededGenerator) throws -> Machine {
        let versions = [nil, "2.9", "2.22.999", "2.23.0.1", "10.0"]
        return Machine(
            id: MachineID(uuid(&random)), group: group.id, name: try name(&random),
            agentVersion: try versions[Int.random(in: 0..<5, using: &random)].map { try AgentVersion($0) },
            membership: nil, storedStatus: KeyDeliveryStatus.allCases[Int.random(in: 0..<3, using: &random)],
            keyReceivedAt: Bool.random(using: &random) ? instant(&random) : nil,
            lastHeartbeat: Bool.random(using: &random) ? instant(&random) : nil)
    }

    static func machine(of group: MachineGroup) throws -> Machine {
        var random = SeededGenerator(seed: 1)
        return try machine(of: group, &random)
    }

    /// A connection such as a row can say all of: without credentials, and so expired.
    static func connection(to group: MachineGroup, _ random: inout SeededGenerator) throws -> DesktopFlowConnection {
        DesktopFlowConnection(
            id: ConnectionID(uuid(&random)), group: group.id, name: try name(&random), revision: 1, copies: [],
            lastUsed: Bool.random(using: &random) ? instant(&random) : nil, storedState: .expired)
    }

    static func connection(to group: MachineGroup) throws -> DesktopFlowConnection {
        var random = SeededGenerator(seed: 2)
        return try connection(to: group, &random)
    }

    /// A group in its overlap, generations 1 and 2. The certificates are one byte, the number of their generation.
    static func overlapGroup() throws -> MachineGroup {
        var random = SeededGenerator(seed: 3)
        var group = try self.group(&random)
        let opened = try Instant(of: "2026-11-01T00:00:00Z")
        let previous = generation(1, at: opened.adding(days: -1_000))
        let opening = Opening(at: opened, reason: .schedule, by: .coordinator, delivery: .toMembers)
        let overlap = Overlap(
            opening: opening, previous: previous, issuer: MachineID(uuid(&random)), deadline: opened.adding(days: 90),
            delivery: nil)
        group.phase = .overlap(current: generation(2, at: opened), overlap)
        return group
    }

    static func membership(generation: UInt64) -> Machine.Membership? {
        guard let generation = Generation(generation), let fingerprint = Fingerprint([UInt8](repeating: 7, count: 32))
        else { return nil }
        return Machine.Membership(
            machineKey: PublicKey(.p256, [4]), fingerprint: fingerprint, generation: generation, sequence: 1)
    }

    private static func generation(_ number: UInt8, at instant: Instant) -> UsableGeneration {
        UsableGeneration(
            generation: number == 1 ? .first : .first.next, certificate: [number], fingerprint: fingerprint(number),
            publicKey: PublicKey(.p256, [number]), createdAt: instant, validityMinutes: 2_628_000,
            keyPackage: SealedValue([0xAA, number]))
    }

    private static func fingerprint(_ number: UInt8) -> Fingerprint {
        let text = String(repeating: number == 1 ? "1" : "2", count: 64)
        guard let fingerprint = Fingerprint(hex: text) else { preconditionFailure("64 digits are a fingerprint") }
        return fingerprint
    }

    private static func uuid(_ random: inout SeededGenerator) -> UUID {
        var bytes: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let (high, low) = (random.next(), random.next())
        withUnsafeMutableBytes(of: &bytes) {
            $0.storeBytes(of: high, toByteOffset: 0, as: UInt64.self)
            $0.storeBytes(of: low, toByteOffset: 8, as: UInt64.self)
        }
        return UUID(uuid: bytes)
    }

    private static func instant(_ random: inout SeededGenerator) -> Instant {
        Instant(secondsSince1970: Int64.random(in: 0...4_000_000_000, using: &random))
    }

    private static func name(_ random: inout SeededGenerator) throws -> Name {
        let letters = ["a", "Ü", "帳", "<", "&", "\"", "🚀", " ", "\u{301}"]
        let count = Int.random(in: 1...30, using: &random)
        return try Name((0..<count).map { _ in letters[Int.random(in: 0..<9, using: &random)] }.joined())
    }
}
