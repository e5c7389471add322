import Foundation
import RenewalTestSupport
import Testing

@testable import RenewalDataverse

/// Documents with random faults, read by ours and by Python's `json`, made as strict as RFC 8259.
struct JSONJudgeTests {
    static let documents = [
        "{\"@odata.context\": \"…/$metadata#flowmachines(name)\", \"value\": [{\"name\": \"m\\u00fc\\\"\", \"x\": null}]}",
        "[1, -2.50, 1e9, {\"a\": [true, false, null], \"b\": {\"a\": \"🚀 é\"}}, \"\\ud83d\\ude80\\n\", []]",
        "{\"a\": {\"b\": {\"c\": [[[0.5E-3]]]}}, \"long name of a member\": \"plain text longer than eight bytes\"}",
    ]

    @Test(
        "6,000 damaged documents are accepted, refused and understood as by an independent reader",
        .enabled(if: Python.isAvailable, "python3 is absent"))
    func damaged() throws {
        var random = SeededGenerator(seed: 0x15)
        let folder = try TemporaryFolder()
        var lines: [String] = []
        var ours: [String] = []
        for number in 0..<6_000 {
            var bytes = Array(Self.documents[number % Self.documents.count].utf8)
            for _ in 0..<Int.random(in: 0...2, using: &random) { Self.damage(&bytes, &random) }
            lines.append(bytes.map { String(format: "%02x", $0) }.joined())
            ours.append((try? JSONOutline.outline(of: bytes)) ?? "refused")
        }
        try folder.write(lines.joined(separator: "\n"), to: "documents")
        let theirs = try Python.run(Self.judge, ["\(folder.path)/documents"]).split(separator: "\n").map { String($0) }
        #expect(ours.count { $0 == "refused" } > 1_000)
        #expect(ours.count { $0 != "refused" } > 1_000)
        #expect(theirs.count == ours.count)
        for (index, pair) in zip(ours, theirs).enumerated() where pair.0 != pair.1 {
            Issue.record("document \(index) of seed 0x15, \(lines[index]): \(pair.0), Python says \(pair.1)")
        }
    }

    /// Changes, drops, repeats or inserts a byte, preferring those that mean something.
    private static func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let telling = Array("\"\\{}[],:0123456789.eE+-u \t\n\0ntf".utf8) + [0x80, 0xC3, 0xED, 0xF0, 0xFF]
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let byte = telling[Int.random(in: 0..<telling.count, using: &random)]
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = byte
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(bytes[place], at: place)
        default: bytes.insert(byte, at: place)
        }
    }

    private static let judge = """
        import json, sys
        def refuse(_): raise ValueError
        def pairs(items):
            if len({k for k, _ in items}) < len(items): raise ValueError
            return ("object", items)
        class Number(str): pass
        def text(s): return "s" + s.encode("utf-8").hex()
        def outline(v):
            if isinstance(v, Number): return "n" + v
            if isinstance(v, str): return text(v)
            if v is True or v is False or v is None: return {True: "t", False: "f", None: "z"}[v]
            if isinstance(v, tuple): return "{" + "".join(text(k) + ":" + outline(x) + "," for k, x in v[1]) + "}"
            return "[" + "".join(outline(x) + "," for x in v) + "]"
        for line in open(sys.argv[1]):
            try:
                document = bytes.fromhex(line.strip()).decode("utf-8")
                value = json.loads(document, object_pairs_hook=pairs, parse_constant=refuse, parse_int=Number,
                                   parse_float=Number)
                print(outline(value))
            except ValueError:
                print("refused")
        """
}
