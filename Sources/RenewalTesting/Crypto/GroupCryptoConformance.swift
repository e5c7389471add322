import FoundationEssentials
public import RenewalCore
public import Testing

/// The contract of ``/RenewalCore/GroupCrypto`` and ``/RenewalCore/VerifyingCrypto`` as checks that every implementation
/// passes. It derives the keys of a password seven times, which is slow on purpose.
///
/// ```swift
/// await GroupCryptoConformance.check { MyCrypto() }
/// ```
public enum GroupCryptoConformance {
    /// Runs every check on a crypto of its own and records each violation as an issue of the test that runs.
    ///
    /// - Parameters:
    ///   - sourceLocation: where issues are recorded: where this is called.
    ///   - makeCrypto: makes a crypto; two of them must understand each other.
    public static func check(
        sourceLocation: SourceLocation = #_sourceLocation,
        makeCrypto: @escaping @Sendable () async throws -> any GroupCrypto
    ) async {
        await suite.record(at: sourceLocation) { CryptoSubject(crypto: try await makeCrypto()) }
    }

    /// Runs every check as ``check(sourceLocation:makeCrypto:)`` does and gives the violations.
    public static func violations(
        makeCrypto: @escaping @Sendable () async throws -> any GroupCrypto
    ) async -> [ConformanceViolation] {
        await suite.violations { CryptoSubject(crypto: try await makeCrypto()) }
    }

    static let suite = ConformanceSuite<CryptoSubject>(
        interface: "GroupCrypto",
        checks: keyChecks + certificateChecks + sealChecks + passwordChecks)
}

/// A crypto with values to try it on.
struct CryptoSubject: Sendable {
    let crypto: any GroupCrypto
    let group = GroupID(UUID(uuid: (1, 2, 3, 4, 5, 6, 0x47, 8, 0x89, 10, 11, 12, 13, 14, 15, 16)))
    let connection = ConnectionID(UUID(uuid: (16, 15, 14, 13, 12, 11, 0x4a, 9, 0x88, 7, 6, 5, 4, 3, 2, 1)))

    /// 2026-11-23T04:00:00Z, V 90 days.
    var request: CertificateRequest {
        CertificateRequest(
            group: group, createdAt: Instant(secondsSince1970: 1_795_406_400), validityMinutes: 129_600)
    }

    func credential(revision: UInt64 = 1, certificate: Fingerprint) -> SealContext {
        .credential(
            CredentialContext(
                group: group, connection: connection, revision: revision, generation: .first,
                certificate: certificate))
    }

    /// The code of what the call throws; ends the check where it throws nothing or no RenewalError.
    func code(of what: String, _ call: () async throws -> some Any) async throws -> RenewalError.Code {
        let error = try await thrown(by: what, call)
        guard let error = error as? RenewalError else { throw Finding(text: "\(what) threw \(error)") }
        return error.code
    }

    /// The bytes with one bit of a byte turned over.
    func turned(_ bytes: [UInt8], at index: Int) -> [UInt8] {
        var turned = bytes
        turned[index] ^= 0x01
        return turned
    }
}
