import Foundation
import RenewalKit
import Testing

/// The canonical encodings, pinned: Vectors/canonical.txt is what they were in the first version, and is never changed.
struct CanonicalTests {
    static let file = Judge.folder.appendingPathComponent("Vectors/canonical.txt")

    private func pinned() throws -> [String] {
        try String(contentsOf: Self.file, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test func `every canonical encoding is what it was in the first version (Rules I9, I10, Z2, Z6)`() throws {
        let made = try CanonicalSamples.all().map { "\($0.name): \(Hex.text($0.bytes))" }
        let pinned = try pinned().filter { !$0.hasPrefix("info ") }
        for (made, pinned) in zip(made, pinned) { #expect(made == pinned) }
        #expect(made.count == pinned.count)
    }

    @Test(.enabled(if: Judge.hasPython, "needs the judge python3"))
    func `an independent encoder makes the same bytes from the same values`() throws {
        #expect(try Judge.python("canonical.py", []) == pinned())
    }

    // The `info` headers of HPKE do not leave this library; that they are what the file says shows in the vectors
    // that another HPKE opens with them. Here: the file's are those that a sealed value opens with.
    @Test(.enabled(if: Judge.hasCryptography, "needs the judge cryptography (Python)"))
    func `the HPKE headers of the file are those that sealed values open with (Rule Z3)`() throws {
        let pinned = try pinned().filter { $0.hasPrefix("info ") }
        let samples = VectorTable.samples
        let lines = try Judge.withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("lines")
            let key = try Recipients.key(for: .credential(Samples.credential)).secret.bytes
            let text = samples.map { "\(Hex.text(key)) \(Hex.text($0.bytes))\n" }.joined()
            try Data(text.utf8).write(to: file)
            return try Judge.python("hpke_peer.py", ["info", file.path])
        }
        #expect(lines == zip(pinned, samples).map { "\($0): \(Hex.text($1.plaintext))" })
        #expect(pinned.count == 3)
    }

    @Test func `fingerprints and hashes are the digests of those bytes (Rules I10, Z2)`() {
        let crypto = StandardCrypto()
        let record = CanonicalSamples.record
        #expect(CanonicalSamples.machineKey.fingerprint(crypto) == crypto.digest(CanonicalSamples.publicKeyBytes))
        let hash = record.hash(group: Samples.group, crypto: crypto)
        #expect(hash == crypto.digest(record.signedBytes(group: Samples.group)))
        // The record's hash is over all fields but the group key's signature.
        var resigned = record
        resigned.signature = Signature([1])
        #expect(resigned.hash(group: Samples.group, crypto: crypto) == hash)
    }

    @Test func `two encodings never share their bytes`() throws {
        let all = try CanonicalSamples.all().map(\.bytes)
        #expect(Set(all).count == all.count)
    }
}
