import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import RenewalTesting
import Testing

/// The vault in memory, and the encoding of what vaults hold.
struct KeyVaultTests {
    @Test func `the vault in memory passes the vault suite`() async {
        await KeyVaultConformance.check { InMemoryKeyVault() }
    }

    /// A member in an overlap with a candidate, a doubt and a pending machine key: every part is there.
    private func contents() async throws -> VaultContents {
        let world = try await TestWorld(crypto: InsecureCrypto(seed: 31))
        let machine = try await world.member()
        world.advanceToRenewal()
        try await machine.agent.checkIn()
        var contents = try #require(machine.vault.copy())
        let membership = try #require(contents.membership)
        contents.membership?.candidates = membership.held
        contents.membership?.doubts = .zero
        contents.pendingMachineKey = membership.machineKey
        return contents
    }

    @Test func `what is encoded is decoded as what it was`() async throws {
        let whole = try await contents()
        #expect(try VaultContents(decoding: whole.encoded()) == whole)
        var empty = whole
        empty.membership = nil
        empty.pendingMachineKey = nil
        empty.memory = TrustMemory()
        #expect(try VaultContents(decoding: empty.encoded()) == empty)
    }

    @Test func `bytes that are cut short, lengthened or of another use are refused`() async throws {
        let bytes = try await contents().encoded().bytes
        for count in bytes.indices {
            #expect(throws: RenewalError.self, "\(count) bytes") {
                try VaultContents(decoding: SecretBytes(Array(bytes.prefix(count))))
            }
        }
        #expect(throws: RenewalError(.malformed, "")) { try VaultContents(decoding: SecretBytes(bytes + [0])) }
        #expect(throws: RenewalError(.malformed, "")) {
            try VaultContents(decoding: SecretBytes(CanonicalBytes(use: "link").bytes))
        }
    }

    @Test func `a changed bit is refused or changes what is read; nothing has two encodings`() async throws {
        let bytes = try await contents().encoded().bytes
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x10
            guard let read = try? VaultContents(decoding: SecretBytes(changed)) else { continue }
            #expect(read.encoded().bytes == changed, "byte \(index)")
        }
    }

    @Test func `what a sealer trusted is kept and read again (Rule C1)`() async throws {
        let highest = try #require(try await contents().memory.highest)
        #expect(try TrustedGeneration(decoding: highest.encoded()) == highest)
        #expect(throws: RenewalError(.malformed, "")) {
            try TrustedGeneration(decoding: Array(highest.encoded().dropLast()))
        }
    }
}
