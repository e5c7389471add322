import Foundation
import RenewalKit
import Testing

struct VectorTests {
    @Test func `the table is what its generator writes`() throws {
        let rendered = try Vector.render(VectorTable.all)
        // RENEWALKIT_WRITE_VECTORS=1 writes the table anew, after a deliberate change of the format.
        if ProcessInfo.processInfo.environment["RENEWALKIT_WRITE_VECTORS"] == "1" {
            try Data(rendered.utf8).write(to: Vector.file)
        }
        #expect(try String(contentsOf: Vector.file, encoding: .utf8) == rendered)
    }

    @Test func `this library decodes every vector as the table says (Rule Z3)`() throws {
        for vector in try Vector.load() {
            #expect(vector.verdict() == vector.expect, "\(vector)")
        }
    }

    @Test(.enabled(if: Judge.hasPython, "needs the judge python3"))
    func `an independent decoder decodes every vector as the table says (Rule Z3)`() throws {
        let found = try Judge.python("decode_vectors.py", [Vector.file.path])
        #expect(found == (try Vector.load()).map { "\($0.name): \($0.expect)" })
    }

    @Test func `the table has 100 vectors, most of them refused, and 20 reasons three times`() throws {
        let vectors = try Vector.load()
        #expect(vectors.count >= 100)
        #expect(Set(vectors.map(\.name)).count == vectors.count)
        let refused = vectors.filter { $0.expect.hasPrefix("refused ") }
        #expect(refused.count * 4 > vectors.count * 3)
        let byReason = Dictionary(grouping: refused, by: \.expect)
        #expect(byReason.values.count { $0.count >= 3 } >= 20)
        // Of nothing, and of a prefix alone, there is but one.
        let rare = byReason.filter { $0.value.count < 3 }.keys
        #expect(Set(rare) == ["refused empty", "refused textEmpty", "refused textWithoutValue"])
    }

    @Test func `the article on formats lists exactly the reasons of the table`() throws {
        let article = Judge.folder.appendingPathComponent("../../Sources/RenewalKit/RenewalKit.docc/Formats.md")
        let listed = try String(contentsOf: article.standardizedFileURL, encoding: .utf8)
            .split(separator: "\n").compactMap { $0.firstMatch(of: /^\| `([A-Za-z]+)` \| [^|]* \| envelope/)?.1 }
        let tested = try Vector.load().compactMap { $0.expect.firstMatch(of: /^refused (.*)$/)?.1 }
        #expect(Set(listed.map(String.init)) == Set(tested.map(String.init)))
    }

    @Test func `what was sealed once opens for good`() throws {
        let crypto = StandardCrypto()
        let openable = try Vector.load().filter { $0.plaintext != nil }
        #expect(openable.count == 6)
        for vector in openable {
            let sealed = try vector.sealed()
            let context = try crypto.readHeader(sealed)
            let key = try Recipients.key(for: context)
            #expect(Hex.text(key.secret.bytes) == vector.key)
            let opened = try crypto.open(sealed, with: key, context: context)
            #expect(Hex.text(opened.bytes) == vector.plaintext, "\(vector)")
        }
    }
}
