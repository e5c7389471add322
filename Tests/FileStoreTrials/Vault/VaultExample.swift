package import RenewalCore
internal import FoundationEssentials

/// Contents of vaults for trials. The keys are none.
package enum VaultExample {
    /// Contents that say which they are; the size varies, so that shorter ones follow longer ones.
    package static func contents(version: UInt64) throws -> VaultContents {
        VaultContents(
            group: GroupID(uuid(1, 7)), machine: MachineID(uuid(2, 7)),
            name: try Name(String(repeating: "m", count: 1 + Int(version * 37 % 90))),
            memory: TrustMemory(passwordVersion: version))
    }

    /// A member's contents at a generation: it holds that one and, where it is not the first, the one before.
    package static func member(at generation: UInt64, group: UInt64 = 7) throws -> VaultContents {
        let held = try (max(1, generation - 1)...generation).map(held)
        return VaultContents(
            group: GroupID(uuid(1, group)), machine: MachineID(uuid(2, group)), name: try Name("machine"),
            membership: VaultContents.Membership(machineKey: key(1_000), sequence: generation, held: held),
            memory: TrustMemory(highest: held.last?.certificate, passwordVersion: 1))
    }

    /// A generation with its key, the same one each time.
    package static func held(_ generation: UInt64) throws -> HeldGeneration {
        let key = key(generation)
        var canonical = CanonicalBytes(use: "trusted-generation")
        canonical.append(generation)
        canonical.append(bytes(500, seed: generation))
        canonical.append(Fingerprint(bytes(32, seed: 500 + generation)))
        canonical.append(key.publicKey)
        canonical.append(Instant(secondsSince1970: 1_795_406_400))
        canonical.append(UInt64(129_600))
        return try HeldGeneration(certificate: TrustedGeneration(decoding: canonical.bytes), privateKey: key)
    }

    package static func key(_ number: UInt64) -> PrivateKey {
        PrivateKey(
            publicKey: PublicKey(.p256, bytes(65, seed: 1_000 + 2 * number)),
            secret: SecretBytes(bytes(32, seed: 1_001 + 2 * number)))
    }

    private static func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    private static func uuid(_ kind: UInt8, _ number: UInt64) -> UUID {
        let n = UInt8(truncatingIfNeeded: number)
        return UUID(uuid: (kind, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, n))
    }
}
