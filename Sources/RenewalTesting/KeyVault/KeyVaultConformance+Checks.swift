import FoundationEssentials
import RenewalCore

extension KeyVaultConformance {
    static let checks: [ConformanceCheck<KeyVaultSubject>] = [
        ConformanceCheck("empty", "A new vault holds nothing.") { subject in try await subject.requireContents(nil) },
        ConformanceCheck("store", "What a change leaves is there at once and after a restart, to the last byte.") {
            subject in
            for seed in UInt64(1)...8 {
                let contents = try ArbitraryVault.contents(seed: seed)
                let result = try await subject.vault.update { stored in
                    stored = contents
                    return seed
                }
                try requireEqual(result, seed, "what the change gave")
                try await subject.requireContents(contents)
            }
        },
        ConformanceCheck("change", "A change starts from what is there.") { subject in
            var contents = try ArbitraryVault.contents(seed: 3)
            let first = contents
            try await subject.vault.update { $0 = first }
            contents.membership?.sequence = 77
            contents.memory.passwordVersion = 5
            try await subject.vault.update { stored in
                stored?.membership?.sequence = 77
                stored?.memory.passwordVersion = 5
            }
            try await subject.requireContents(contents)
        },
        ConformanceCheck("remove", "A vault can be emptied and filled again.") { subject in
            let contents = try ArbitraryVault.contents(seed: 4)
            for _ in 0..<2 {
                try await subject.vault.update { $0 = contents }
                try await subject.requireContents(contents)
                try await subject.vault.update { $0 = nil }
                try await subject.requireContents(nil)
            }
        },
        ConformanceCheck("throwingChange", "A change that throws stores nothing, and its error comes out as it is.") {
            subject in
            let contents = try ArbitraryVault.contents(seed: 5)
            try await subject.vault.update { $0 = contents }
            let error = try await thrown(by: "a change that throws") {
                try await subject.vault.update { stored in
                    stored = nil
                    throw RenewalError(.keyMismatch, "thrown by the change")
                }
            }
            try require((error as? RenewalError)?.code == .keyMismatch, "the change's error came out as \(error)")
            try await subject.requireContents(contents)
        },
        ConformanceCheck("race", "Changes never overlap: of 100 at once none is lost.") { subject in
            let contents = try ArbitraryVault.contents(seed: 6)
            try await subject.vault.update { $0 = contents }
            let start = contents.membership?.sequence ?? 0
            let numbers = try await withThrowingTaskGroup(of: UInt64.self) { group in
                for _ in 0..<100 {
                    group.addTask { @concurrent in
                        await Task.yield()
                        return try await subject.vault.update { stored in
                            stored?.membership?.sequence += 1
                            return stored?.membership?.sequence ?? 0
                        }
                    }
                }
                return try await group.reduce(into: Set<UInt64>()) { $0.insert($1) }
            }
            try requireEqual(numbers, Set(start + 1...start + 100), "the numbers that the changes took")
            try requireEqual(try await subject.vault.read()?.membership?.sequence, start + 100, "the last number")
        },
        ConformanceCheck("silence", "A vault that is printed or dumped shows no secret (Z1).") { subject in
            let contents = try ArbitraryVault.contents(seed: 7)
            try await subject.vault.update { $0 = contents }
            guard let secret = contents.membership?.machineKey.secret.bytes else {
                throw Finding(text: "the contents of the check have no key")
            }
            var shown = "\(subject.vault) " + String(reflecting: subject.vault)
            dump(subject.vault, to: &shown)
            let digits = secret.prefix(8).map(\.description).joined(separator: ", ")
            try require(!shown.contains(digits), "a private key is shown")
        },
    ]
}

/// Contents of a vault, made from a seed; the keys are none.
enum ArbitraryVault {
    static func contents(seed: UInt64) throws -> VaultContents {
        var generator = SeededGenerator(seed: seed)
        let generation = UInt64.random(in: 1...1 << 40, using: &generator)
        let held = try (0..<UInt64.random(in: 1...2, using: &generator)).map {
            try self.held(generation + $0, &generator)
        }
        let candidates = try (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            try self.held(generation + 2, &generator)
        }
        return VaultContents(
            group: GroupID(uuid(&generator)), machine: MachineID(uuid(&generator)),
            name: try Name("Maschine Nº \(seed) \u{1F916} \"quoted\"\\"),
            membership: VaultContents.Membership(
                machineKey: key(&generator), sequence: UInt64.random(in: 0...1 << 50, using: &generator), held: held,
                candidates: candidates,
                doubts: seed.isMultiple(of: 2) ? Fingerprint(bytes(32, &generator)) : nil),
            pendingMachineKey: seed.isMultiple(of: 3) ? key(&generator) : nil,
            memory: TrustMemory(highest: held.last?.certificate, passwordVersion: seed))
    }

    private static func held(_ generation: UInt64, _ generator: inout SeededGenerator) throws -> HeldGeneration {
        let key = key(&generator)
        var canonical = CanonicalBytes(use: "trusted-generation")
        canonical.append(generation)
        canonical.append(bytes(500, &generator))
        canonical.append(Fingerprint(bytes(32, &generator)))
        canonical.append(key.publicKey)
        canonical.append(Instant(secondsSince1970: 1_795_406_400))
        canonical.append(UInt64(129_600))
        return try HeldGeneration(
            certificate: try TrustedGeneration(decoding: canonical.bytes), privateKey: key)
    }

    private static func key(_ generator: inout SeededGenerator) -> PrivateKey {
        PrivateKey(
            publicKey: PublicKey(.p256, bytes(65, &generator)), secret: SecretBytes(bytes(32, &generator)))
    }

    private static func bytes(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    private static func uuid(_ generator: inout SeededGenerator) -> UUID {
        let b = bytes(16, &generator)
        return UUID(
            uuid: (
                b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]
            ))
    }
}
