import RenewalTestSupport
import Testing

@testable import RenewalXML

/// Where things stand in a document: the lines of tags, and the white space between tables.
struct LineTests {
    /// A document of nested elements with line ends in every place that has some, and the lines of its tags.
    struct Document {
        private(set) var text = "<?xml version=\"1.0\"?>\r\n"
        private(set) var lines: [Int] = []
        private var line = 2
        private var random: SplitMix

        init(seed: UInt64, tags: Int) {
            random = SplitMix(seed: seed)
            var open: [String] = []
            add(tag: "<root>")
            while lines.count < tags {
                fill()
                switch random.next() % 4 {
                case 0 where open.count < 10:
                    let name = ["a", "record", "field"][Int(random.next() % 3)]
                    open.append(name)
                    add(tag: "<\(name)>")
                case 1 where !open.isEmpty: add(tag: "</\(open.removeLast())>")
                default: add(tag: "<b c=\"1\"\n d=\"'>\n\" />")
                }
            }
            for name in open.reversed() {
                fill()
                add(tag: "</\(name)>")
            }
            fill()
            add(tag: "</root>")
        }

        private mutating func add(tag: String) {
            lines.append(line)
            add(tag)
        }

        private mutating func add(_ piece: String) {
            text += piece
            line += piece.utf8.count { $0 == UInt8(ascii: "\n") }
        }

        /// What may stand between two tags.
        private mutating func fill() {
            switch random.next() % 16 {
            case 0: add("<!-- <a>\n\(String(repeating: "-\n", count: Int(random.next() % 40)))x-->")
            case 1: add("<?a <b>\n?>")
            case 2: add("\n text \n")
            case 3: add(String(repeating: "\r\n ", count: Int(random.next() % 400)))
            case 4: add("<![CDATA[\n</a>]]>")
            case 5...8: break
            default: add("\r\n\t ")
            }
        }
    }

    @Test(arguments: [UInt64](1...8))
    func `the line of every tag is known`(seed: UInt64) throws {
        // The first seeds stay within the 65,535 lines that libxml2's elements remember.
        let document = Document(seed: seed, tags: seed <= 4 ? 300 * Int(seed) : 20_000)
        let contents = PackageContents.memory(data: Array(document.text.utf8), schema: [])
        var limits = ReadLimits()
        limits.depth = 20
        var cursor = try contents.cursor(.data, limits)
        var (lines, wasEmpty): ([Int], Bool) = ([], false)
        reading: while true {
            let event = try cursor.next()
            switch event {
            case .start:
                lines.append(cursor.line)
                wasEmpty = cursor.shownName == "<b>"
            case .end:
                // An element without an end tag ends where it starts.
                if wasEmpty { #expect(cursor.line == lines.last) } else { lines.append(cursor.line) }
                wasEmpty = false
            case .text: break
            case .finished: break reading
            }
        }
        let isSame = lines == document.lines
        #expect(isSame, "differs from tag \(zip(lines, document.lines).prefix { $0 == $1 }.count) on")
        if seed > 4 { #expect(document.lines.last ?? 0 > 100_000) }
    }

    @Test func `refused records say their lines, far into a document too`() throws {
        let good = SamplePackage.record(SamplePackage.groupID, ["name": "a"])
        let bad =
            "<record id=\"\(SamplePackage.groupID)\">\n<field\nname=\"flowmachinegroupid\" value=\"x\" />\n</record>\n"
        let records = String(repeating: good, count: 20_000) + String(repeating: "\n", count: 70_000)
        let data = SamplePackage.data(groups: records + bad + bad)
        var found: [Int?] = []
        try DataPackage(data: data, schema: SamplePackage.schema()).read { item in
            if case .refused(let error, _) = item { found.append(error.line) }
        }
        // Two lines before the records; the fields stand on the second line of their records of four.
        #expect(found == [90_004, 90_008])
    }

    @Test(
        "white space between tables is kept as it is",
        arguments: [
            ("\n\n", "\n\n"), ("\r\n\t", "\n\t"), ("\r", "\n"), (" ", " "), ("", ""), ("&#10;&#x20;\r\n", "\n \n"),
            ("\n <!-- a -->\n\n", "\n\n"), ("\n\n\n<!-- a -->", "\n\n\n"), ("<?a?> \n", " \n"),
        ])
    func space(written: String, expected: String) throws {
        try requireSpace(written, expected)
    }

    @Test(arguments: [299, 300, 301, 2_000, 32_500, 33_000, 70_000])
    func `so is much of it`(count: Int) throws {
        let space = String(repeating: " ", count: count)
        try requireSpace(space, space)
        try requireSpace("<!--\(String(repeating: "a", count: count))-->\n\n", "\n\n")
    }

    private func requireSpace(_ written: String, _ expected: String) throws {
        let data = String(
            decoding: SamplePackage.data(groups: SamplePackage.record(SamplePackage.groupID)), as: UTF8.self)
        let text = data.replacing("\r\n<entity ", with: "\(written)<entity ").replacing(
            "\r\n</entities>", with: "\(written)</entities>")
        var found: [String] = []
        try DataPackage(data: Array(text.utf8), schema: SamplePackage.schema()).read { item in
            if case .space(let space) = item { found.append(space) }
        }
        // What every package has is no news.
        #expect(found == (expected == "\n" ? [expected] : [expected, expected]))
    }
}
