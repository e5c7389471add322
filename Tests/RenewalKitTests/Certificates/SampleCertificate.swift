import Foundation
import RenewalKit

/// A certificate over a random group and random dates, with what another program must read in it.
struct SampleCertificate: Sendable {
    let file: String
    let createdAt: Instant
    let facts: CertificateFacts
    var der: [UInt8]

    var notBefore: Instant { facts.notBefore }
    var notAfter: Instant { facts.notAfter }

    init(number: Int, crypto: StandardCrypto, generator: inout SplitMix) throws {
        let bytes = generator.bytes(16)
        let group = GroupID(bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) })
        let validity = Int.random(in: 129_600...2_628_000, using: &generator)
        let createdAt = Self.createdAt(number, validity, &generator)
        let issued = try crypto.issueCertificate(
            CertificateRequest(group: group, createdAt: createdAt, validityMinutes: validity))
        file = "certificate-\(number)"
        self.createdAt = createdAt
        facts = issued.certificate
        der = issued.certificate.der
    }

    /// Dates from 2020 to 2060; every second one on or around a boundary: UTCTime's last second in notBefore or in
    /// notAfter, leap days, the ends of years.
    private static func createdAt(_ number: Int, _ validity: Int, _ generator: inout SplitMix) -> Instant {
        let change = Instant(secondsSince1970: 2_524_608_000)
        let near = Int64.random(in: -2...2, using: &generator)
        switch number % 8 {
        case 0: return change.adding(seconds: 3_600 + near)
        case 1: return change.adding(minutes: -validity).adding(seconds: 1 + near)
        case 2: return leapDay(&generator).adding(seconds: Int64.random(in: 0..<86_400, using: &generator))
        case 3: return leapDay(&generator).adding(minutes: -validity).adding(seconds: near)
        default:
            return Instant(secondsSince1970: Int64.random(in: 1_577_836_800..<2_840_140_800, using: &generator))
        }
    }

    /// The 29th of February of a leap year from 2020 to 2060.
    private static func leapDay(_ generator: inout SplitMix) -> Instant {
        Instant("\(2_020 + 4 * Int.random(in: 0...10, using: &generator))-02-29") ?? .distantPast
    }

    /// The certificate as PEM.
    var pem: String {
        let body = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(body)\n-----END CERTIFICATE-----\n"
    }

    /// Parts of what `openssl` prints of it, ``normalized(_:)``.
    var expected: [String] {
        [
            """
            Signature Algorithm: ecdsa-with-SHA256
            Issuer: CN=\(facts.group)
            Validity
            Not Before: \(Self.openSSLText(notBefore))
            Not After : \(Self.openSSLText(notAfter))
            Subject: CN=\(facts.group)
            Subject Public Key Info:
            Public Key Algorithm: id-ecPublicKey
            Public-Key: (256 bit)
            """,
            """
            X509v3 Basic Constraints: critical
            CA:FALSE
            X509v3 Key Usage: critical
            Digital Signature, Key Agreement
            X509v3 Subject Key Identifier:
            """,
            """
            X509v3 Subject Alternative Name:
            URI:urn:uuid:\(facts.group)
            Signature Algorithm: ecdsa-with-SHA256
            """,
        ]
    }

    /// The lines without the spaces around them and around `=`, which versions of `openssl` place differently.
    static func normalized(_ text: Substring) -> String {
        text.split(separator: "\n").map { line in
            line.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: " = ", with: "=")
        }.joined(separator: "\n")
    }

    /// As `Jan  5 07:00:00 2027 GMT`.
    private static func openSSLText(_ instant: Instant) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let date = instant.civilDate
        let day = date.day < 10 ? " \(date.day)" : "\(date.day)"
        let time = instant.description.dropFirst(11).dropLast()
        return "\(months[Int(date.month) - 1]) \(day) \(time) \(date.year) GMT"
    }
}
