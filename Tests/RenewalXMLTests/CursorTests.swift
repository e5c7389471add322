import Testing

@testable import RenewalXML

/// The events that a document is read as, wherever its blocks end.
struct CursorTests {
    /// Everything that a cursor says of a document, and the error that ends it.
    struct Reading: Equatable {
        var events: [String] = []
        var error: PackageError?

        init(_ document: String) {
            let contents = PackageContents.memory(data: Array(document.utf8), schema: [])
            error = packageError {
                var cursor = try contents.cursor(.data, ReadLimits())
                while try read(&cursor) {}
            }
        }

        private mutating func read(_ cursor: inout XMLCursor) throws -> Bool {
            let event = try cursor.next()
            switch event {
            case .start:
                var found = "\(cursor.line) \(cursor.shownName)"
                try cursor.attributes { name, value throws(PackageError) in
                    found += " \(String(name))='\(String(value))'"
                    return true
                }
                events.append(found)
            case .end: events.append("\(cursor.line) end of \(cursor.shownName)")
            case .text: events.append("\(cursor.line) '\(cursor.text)'")
            case .finished: return false
            }
            return true
        }
    }

    /// A document of which that place is the first byte of the second block.
    private func document(_ text: String, split place: Int) -> String {
        "<!--\(String(repeating: "x", count: 32_768 - "<!---->".count - place))-->\(text)"
    }

    static let documents: [String: [String]] = [
        "<a>\n<b c='1' d=\"2&amp;3&#10;&#x20AC;\"/>\r\n</a>": [
            "1 <a>", "2 <b> c='1' d='2&3\n€'", "2 end of <b>", "3 end of <a>",
        ],
        "<a>t&amp;u&#65;\r\nv\u{1F600} &lt;</a>": ["1 <a>", "2 't&uA\nv\u{1F600} <'", "2 end of <a>"],
        "<a> <b> x </b> &#10; </a>": ["1 <a>", "1 <b>", "1 ' x '", "1 end of <b>", "1 end of <a>"],
        "<a>t<![CDATA[<\n>&amp;]]>u<![CDATA[]]> <![CDATA[ ]]></a>": [
            "1 <a>", "1 't'", "2 '<\n>&amp;'", "2 'u'", "2 ''", "2 ' '", "2 end of <a>",
        ],
        "<a><![CDATA[x]]><![CDATA[y]]></a>": ["1 <a>", "1 'xy'", "1 end of <a>"],
        "<a>t<!-- a -->u<?p q?> <!-- b --></a>\n<!-- c --> <?p?>": ["1 <a>", "1 't'", "1 'u'", "1 end of <a>"],
        "<a\nb='x > \"y'\nc=''><d\n/></a\n>": ["1 <a> b='x > \"y' c=''", "3 <d>", "3 end of <d>", "4 end of <a>"],
        "<a xmlns:p='urn:p'><b xmlns='' /></a>": ["1 <a>", "1 <b>", "1 end of <b>", "1 end of <a>"],
    ]

    @Test(arguments: documents)
    func `a document is read alike wherever a block ends in it`(document text: String, events: [String]) {
        #expect(Reading(text) == Reading(events: events))
        for place in 0...text.utf8.count {
            #expect(Reading(document(text, split: place)) == Reading(events: events), "split at \(place)")
        }
    }

    @Test func `so are long texts, values and sections`() {
        let long = String(repeating: "é \u{1F600}&lt;\r\n", count: 3_000)
        let (read, section) = (long.replacing("&lt;\r\n", with: "<\n"), long.replacing("\r\n", with: "\n"))
        let value = read.replacing("\n", with: " ")
        let text = "<a>\(long)<b c='\(long)'/><![CDATA[\(section)]]></a>"
        let events = [
            "1 <a>", "3001 '\(read)'", "3001 <b> c='\(value)'", "3001 end of <b>", "9001 '\(section)'",
            "9001 end of <a>",
        ]
        for place in [0, 1, 2, 3, 299, 300, 301, 302, 700, 32_000] {
            #expect(Reading(document(text, split: place)) == Reading(events: events), "split at \(place)")
        }
    }

    @Test func `a block may hold many events, and none`() {
        let elements = String(repeating: "<b/>", count: 30_000)
        let reading = Reading("<a>\(elements)<!--\(String(repeating: "x", count: 100_000))--></a>")
        #expect(reading.events.count == 60_002 && reading.error == nil)
        #expect(reading.events.count { $0 == "1 <b>" } == 30_000)
    }

    @Test func `many sections next to each other are not gathered without end`() {
        let section = "<![CDATA[\(String(repeating: "x", count: 1_000))]]>"
        let reading = Reading("<a>\(String(repeating: section, count: 5_000))</a>")
        let lengths = reading.events.dropFirst().dropLast().map(\.utf8.count)
        #expect(lengths.count == 5 && lengths.allSatisfy { $0 < 1_200_000 })
        #expect(reading.events.joined().count { $0 == "x" } == 5_000_000)
    }

    @Test(
        "events before an error come first",
        arguments: [
            ("<a>\n<b/>\n&c;<d/></a>", 3, "Entity 'c' not defined"),
            ("<a>\n<b/>\n<d e='&c;'/></a>", 3, "Entity 'c' not defined"),
            ("<a>\n<b/>\n<c:d/></a>", 3, "Namespace prefix c on d is not defined"),
            ("<a>\n<b/>\n<d e='' e=''/></a>", 3, "Attribute e redefined"),
            ("<a>\n<b/>\ntext &#0;</a>", 3, "xmlParseCharRef"),
            ("<a>\n<b/>\n<d xmlns='e'/></a>", 3, "xmlns: URI e is not absolute"),
            ("<a>\n<b/>\n<d e", 3, "Specification mandates value for attribute e"),
            ("<a>\n<b/>\n</b>", 3, "tag mismatch"),
        ])
    func order(text: String, line: Int, message: String) {
        for place in [nil] + (0...text.utf8.count).map(Int?.some) {
            let reading = Reading(place.map { document(text, split: $0) } ?? text)
            #expect(reading.events == ["1 <a>", "2 <b>", "2 end of <b>"], "split at \(place ?? -1)")
            #expect(reading.error?.code == .malformedXML && reading.error?.line == line)
            #expect(reading.error?.found?.contains(message) == true, "\(reading.error?.found ?? "")")
        }
    }

    @Test func `what the gate refuses comes after the events of the blocks before`() {
        let space = String(repeating: " ", count: 32_768)
        let reading = Reading("<a>\n<b/>\n\(space)<!DOCTYPE>")
        #expect(reading.events == ["1 <a>", "2 <b>", "2 end of <b>"])
        #expect(reading.error?.code == .documentType && reading.error?.line == 3)
    }

    @Test(arguments: ["<a xmlns:p='urn:p' p:b='1'/>", "<a xml:lang='en'/>"])
    func `an attribute with a namespace is refused`(text: String) throws {
        var cursor = try PackageContents.memory(data: Array(text.utf8), schema: []).cursor(.data, ReadLimits())
        try cursor.start("a")
        #expect(cursor.onlyAttribute == nil)
        #expect(throws: PackageError.self) { _ = try cursor.field() }
        #expect(throws: PackageError.self) { try cursor.attributes { _, _ throws(PackageError) in true } }
    }

    @Test func `an element with a namespace has no name of ours`() throws {
        let text = "<p:a xmlns:p='urn:p'><a xmlns='urn:a'><a xmlns=''/></a></p:a>"
        var cursor = try PackageContents.memory(data: Array(text.utf8), schema: []).cursor(.data, ReadLimits())
        var named: [Bool] = []
        while try cursor.next() == .start { named.append(cursor.isNamed("a")) }
        #expect(named == [false, false, true])
    }

    @Test(arguments: ["&e;", "&f;"])
    func `a parser without its gate would replace no entity either`(reference: String) {
        let type = "<!DOCTYPE a [<!ENTITY e 'x'><!ENTITY f SYSTEM 'f.xml'>]>"
        for document in ["\(type)<a>\(reference)</a>", "\(type)<a b='\(reference)'/>"] {
            guard var parser = PushParser() else {
                Issue.record("no memory")
                return
            }
            Array(document.utf8).withUnsafeBufferPointer { parser.parse($0) }
            #expect(parser.complaint?.text.hasSuffix("not defined") == true)
        }
    }

    @Test func `the end of a section is no text, wherever blocks end`() {
        let texts = [("]]>", true), ("]]]>", true), ("]>", false), ("]] >", false), ("]]&gt;", false)]
        for offset in 32_760...32_772 {
            for (text, isRefused) in texts {
                let document = "<a>" + String(repeating: "x", count: offset - 3) + text + "x</a>"
                #expect((Reading(document).error?.code == .malformedXML) == isRefused, "\(text) at \(offset)")
            }
        }
        for text in ["]<b/>]>", "]]<!-- -->>", "<![CDATA[]]]]>>", "]]<b>></b>"] {
            #expect(Reading("<a>\(text)</a>").error == nil, "\(text)")
        }
    }

    @Test func `a second byte order mark does not let another encoding in`() throws {
        let text = "\u{FEFF}\u{FEFF}<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>"
        let reading = Reading(text)
        #expect(reading.events.isEmpty && reading.error?.code == .malformedXML)
    }
}

extension CursorTests.Reading {
    /// A reading of these events and no error.
    fileprivate init(events: [String]) {
        self.init("")
        self.events = events
        error = nil
    }
}
