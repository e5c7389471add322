public import RenewalCore
public import Testing

/// The contract of ``/RenewalCore/KeyVault`` as checks that every vault passes.
///
/// ```swift
/// await KeyVaultConformance.check { MyVault() }
/// await KeyVaultConformance.check(reopen: { MyFileVault(at: $0.path) }) { MyFileVault(at: newPath()) }
/// ```
public enum KeyVaultConformance {
    /// Runs every check on a new, empty vault of its own and records each violation as an issue of the test that runs.
    ///
    /// - Parameters:
    ///   - sourceLocation: where issues are recorded: where this is called.
    ///   - reopen: opens what a vault has stored anew, as after a restart; a vault that ends with its process leaves it
    ///     out.
    ///   - makeVault: makes an empty vault.
    public static func check<Vault: KeyVault>(
        sourceLocation: SourceLocation = #_sourceLocation,
        reopen: @escaping @Sendable (Vault) async throws -> Vault = { $0 },
        makeVault: @escaping @Sendable () async throws -> Vault
    ) async {
        await suite.record(at: sourceLocation) { try await subject(reopen, makeVault) }
    }

    /// Runs every check as ``check(sourceLocation:reopen:makeVault:)`` does and gives the violations.
    public static func violations<Vault: KeyVault>(
        reopen: @escaping @Sendable (Vault) async throws -> Vault = { $0 },
        makeVault: @escaping @Sendable () async throws -> Vault
    ) async -> [ConformanceViolation] {
        await suite.violations { try await subject(reopen, makeVault) }
    }

    private static func subject<Vault: KeyVault>(
        _ reopen: @escaping @Sendable (Vault) async throws -> Vault, _ makeVault: @Sendable () async throws -> Vault
    ) async throws -> KeyVaultSubject {
        let vault = try await makeVault()
        return KeyVaultSubject(vault: vault) { try await reopen(vault) }
    }

    static let suite = ConformanceSuite<KeyVaultSubject>(interface: "KeyVault", checks: checks)
}

/// A vault, and how to open it anew.
struct KeyVaultSubject: Sendable {
    let vault: any KeyVault
    let reopen: @Sendable () async throws -> any KeyVault

    /// What the vault holds, before and after it is opened anew.
    func requireContents(_ expected: VaultContents?) async throws {
        try require(try await vault.read() == expected, "the vault does not hold what was stored last")
        try require(try await reopen().read() == expected, "opened anew, the vault does not hold what was stored last")
    }
}
