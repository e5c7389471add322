import Foundation
import RenewalKit
import Testing

/// A thousand certificates over random groups and dates, read by two programs that share no code with this library.
struct CertificateJudgesTests {
    static let seed: UInt64 = 9_925
    static let count = 1_000
    static let certificates = Result { try makeCertificates() }

    @Test(.enabled(if: Judge.hasOpenSSL, "needs the judge openssl"))
    func `openssl reads in each certificate what it was issued with (Rule T2)`() throws {
        try Judge.withTemporaryFolder { folder in
            let certificates = try Self.certificates.get()
            let bundle = folder.appendingPathComponent("all.pem")
            try Data(certificates.map(\.pem).joined().utf8).write(to: bundle)
            let output = try Judge.run("openssl", ["storeutl", "-noout", "-text", "-certs", bundle.path])
            let read = output.text.split(separator: /[0-9]+: Certificate\n/).map(SampleCertificate.normalized)
            try #require(read.count == Self.count, "\(output.errors)")
            for (sample, text) in zip(certificates, read) {
                for part in sample.expected { #expect(text.contains(part), "\(sample.file), seed \(Self.seed)") }
            }
        }
    }

    @Test(.enabled(if: Judge.hasOpenSSL, "needs the judge openssl"))
    func `openssl strictly verifies each certificate at C (Rule T2)`() throws {
        let certificates = try Self.certificates.get()
        let verdicts = try Self.verify(certificates) { $0.createdAt }
        for (sample, verdict) in zip(certificates, verdicts) {
            #expect(verdict == "OK", "\(sample.file), seed \(Self.seed)")
        }
    }

    @Test(.enabled(if: Judge.hasOpenSSL, "needs the judge openssl"))
    func `openssl accepts a certificate from its first second to its last, and no changed one (Rule T2)`() throws {
        let some = Array(try Self.certificates.get().prefix(16))
        #expect(try Self.verify(some) { $0.notBefore }.allSatisfy { $0 == "OK" })
        // X.509 includes the last second; openssl calls a certificate expired in it already (X509_cmp_time).
        #expect(try Self.verify(some) { $0.notAfter.adding(seconds: -1) }.allSatisfy { $0 == "OK" })
        #expect(try Self.verify(some) { $0.notBefore.adding(seconds: -1) }.allSatisfy { $0.contains("not yet valid") })
        #expect(try Self.verify(some) { $0.notAfter.adding(seconds: 1) }.allSatisfy { $0.contains("has expired") })
        let changed = some.map { sample in
            var changed = sample
            changed.der[sample.der.count - 1] ^= 1
            return changed
        }
        #expect(try Self.verify(changed) { $0.createdAt }.allSatisfy { $0.contains("signature failure") })
    }

    // A URN is a valid URI (RFC 8141); pkilint knows URLs only.
    @Test(.enabled(if: Judge.hasPkilint, "needs the judge pkilint (Python)"))
    func `pkilint finds no error in any certificate but that a URN is no URL`() throws {
        try Judge.withTemporaryFolder { folder in
            let certificates = try Self.certificates.get()
            for sample in certificates {
                try Data(sample.der).write(to: folder.appendingPathComponent("\(sample.file).der"))
            }
            let found = try Judge.python("lint_certificates.py", [folder.path])
            #expect(found.last == "\(Self.count) files")
            let codes = Set(found.dropLast().map { $0.split(separator: " ").last.map(String.init) })
            #expect(codes == ["pkix.invalid_uri_syntax"], "seed \(Self.seed)")
        }
    }

    // That pkilint would say so: the same judge on a certificate with a CA's key usage and without key identifiers.
    @Test(.enabled(if: Judge.hasPkilint, "needs the judge pkilint (Python)"))
    func `pkilint finds errors in a certificate outside the profile`() throws {
        try Judge.withTemporaryFolder { folder in
            var forged = ForgedCertificate()
            forged.serial = [0]
            forged.extensions[1] = ForgedCertificate.extended(
                [0x55, 0x1D, 0x0F], critical: true, [0x03, 0x02, 0x02, 0x04])
            try Data(forged.der()).write(to: folder.appendingPathComponent("forged.der"))
            let found = try Judge.python("lint_certificates.py", [folder.path])
            #expect(found.count > 2, "\(found)")
        }
    }

    /// What openssl says of each at the instant.
    private static func verify(
        _ samples: [SampleCertificate], at instant: (SampleCertificate) -> Instant
    ) throws -> [String] {
        try Judge.withTemporaryFolder { folder in
            var list = ""
            for sample in samples {
                let file = folder.appendingPathComponent(sample.file)
                try Data(sample.der).write(to: file)
                list += "\(file.path) \(instant(sample).secondsSince1970)\n"
            }
            let listFile = folder.appendingPathComponent("list")
            try Data(list.utf8).write(to: listFile)
            let script = Judge.folder.appendingPathComponent("Judges/verify_certificates.sh")
            let output = try Judge.run("sh", [script.path, listFile.path])
            let lines = output.text.split(separator: "\n").map(String.init)
            guard output.status == 0, lines.count == samples.count else {
                throw Judge.Failure(description: "\(lines.count) lines: \(output.errors)")
            }
            return lines
        }
    }

    private static func makeCertificates() throws -> [SampleCertificate] {
        var generator = SplitMix(seed: seed)
        let crypto = StandardCrypto()
        return try (0..<count).map { index in
            let sample = try SampleCertificate(number: index, crypto: crypto, generator: &generator)
            #expect(try crypto.readCertificate(sample.der) == sample.facts, "\(sample.file), seed \(seed)")
            return sample
        }
    }
}
