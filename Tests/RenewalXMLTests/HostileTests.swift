import Foundation
import RenewalCore
import Testing

@testable import RenewalXML

/// Packages that mean no good: each is a typed error with file and line, and costs little.
struct HostileTests {
    /// Something in the place of a document, and what it is refused for.
    struct Attack: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let code: PackageError.Code
        let found: String
        let bytes: @Sendable () -> [UInt8]

        init(
            _ name: String, _ code: PackageError.Code, _ found: String, _ bytes: @escaping @Sendable () -> [UInt8]
        ) {
            (testDescription, self.code, self.found, self.bytes) = (name, code, found, bytes)
        }
    }

    static func wrapped(_ text: String) -> [UInt8] { Array("<entities >\n\(text)\n</entities>".utf8) }

    static func utf16(_ text: String, _ mark: [UInt8]) -> [UInt8] {
        mark + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    static let attacks: [Attack] = [
        Attack("nothing", .malformedXML, "Extra content") { [] },
        Attack("not XML", .malformedXML, "Document is empty") { Array("{\"value\": []}".utf8) },
        Attack("cut short", .malformedXML, "AttValue") { Array("<entities >\n<entity name=\"a".utf8) },
        Attack("UTF-16 with a mark", .notUTF8, "UTF-16") { utf16("<entities />", [0xFF, 0xFE]) },
        Attack("UTF-16 without a mark", .containsNUL, "a NUL byte") { utf16("<entities />", []) },
        Attack("declared UTF-16", .notUTF8, "\"UTF-16\"") {
            Array("<?xml version=\"1.0\" encoding=\"UTF-16\"?><entities />".utf8)
        },
        Attack("declared UTF-7", .notUTF8, "\"utf-7\"") {
            Array("<?xml version='1.0' encoding='utf-7'?><entities />".utf8)
        },
        Attack("declared ISO 8859-1", .notUTF8, "\"ISO-8859-1\"") {
            Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><entities />".utf8)
        },
        Attack("a declaration of another kind", .malformedXML, "another declaration") {
            Array("<?xml encoding=\"utf-8\" version=\"1.0\"?><entities />".utf8)
        },
        Attack("a declaration of more", .malformedXML, "another declaration") {
            Array("<?xml version=\"1.0\" encoding=\"utf-8\" a=\"b\"?><entities />".utf8)
        },
        Attack("a NUL", .containsNUL, "a NUL byte") { wrapped("\u{0}") },
        Attack("an overlong NUL", .notUTF8, "byte 0xC0") { Array("<entities >".utf8) + [0xC0, 0x80] },
        Attack("a surrogate", .notUTF8, "byte 0xA0") { Array("<entities >".utf8) + [0xED, 0xA0, 0x80] },
        Attack("beyond Unicode", .notUTF8, "byte 0x90") { Array("<entities >".utf8) + [0xF4, 0x90, 0x80, 0x80] },
        Attack("an incomplete character", .notUTF8, "an incomplete character") {
            Array("<entities >".utf8) + [0xE2, 0x82]
        },
        Attack("a document type", .documentType, "<!DOCTYPE") { Array("<!DOCTYPE entities><entities />".utf8) },
        Attack("a document type after a comment", .documentType, "<!DOCTYPE") {
            Array("<!-- a -->\n<?pi?>\n<!DOCTYPE entities [<!ENTITY a \"b\">]>\n<entities />".utf8)
        },
        Attack("an entity declaration", .malformedXML, "<! and something else") { wrapped("<!ENTITY a \"b\">") },
        Attack("an undeclared entity", .malformedXML, "Entity 'a' not defined") { wrapped("&a;") },
        Attack("a reference to NUL", .malformedXML, "xmlParseCharRef") { wrapped("&#0;") },
        Attack("an undeclared prefix", .malformedXML, "Namespace prefix a on entity is not defined") {
            wrapped("<a:entity />")
        },
        Attack("another namespace", .unexpectedStructure, "<entities>") { Array("<entities xmlns=\"urn:a\" />".utf8) },
        Attack("a second root", .malformedXML, "Extra content") { Array("<entities /><entities />".utf8) },
        Attack("100,000 elements deep", .limitExceeded, "elements too deep") {
            Array(String(repeating: "<a>", count: 100_000).utf8)
        },
        Attack("an attribute of 10 MB", .limitExceeded, "a tag that is too long") {
            wrapped("<entity name=\"\(String(repeating: "a", count: 10_000_000))\" />")
        },
        Attack("a text of 10 MB", .limitExceeded, "a text that is too long") {
            wrapped(String(repeating: " ", count: 10_000_000))
        },
        Attack("a comment of 10 MB", .limitExceeded, "a tag that is too long") {
            wrapped("<!--\(String(repeating: "a", count: 10_000_000))-->")
        },
        Attack("a section of 10 MB", .limitExceeded, "a text that is too long") {
            wrapped("<![CDATA[\(String(repeating: "a", count: 10_000_000))]]>")
        },
        Attack("an instruction of 10 MB", .limitExceeded, "a tag that is too long") {
            wrapped("<?a \(String(repeating: "a", count: 10_000_000))?>")
        },
        Attack("a name of 10 MB", .limitExceeded, "a tag that is too long") {
            wrapped("<\(String(repeating: "a", count: 10_000_000))>")
        },
        Attack("100,000 attributes", .limitExceeded, "too many attributes") {
            wrapped("<entity \((0..<100_000).map { "a\($0)=\"\"" }.joined(separator: " ")) />")
        },
    ]

    @Test(arguments: attacks)
    func `a declaration document that means no good is refused`(attack: Attack) {
        let bytes = attack.bytes()
        let error = packageError { _ = try DataPackage(data: [], schema: bytes) }
        #expect(error?.code == attack.code, "\(String(describing: error))")
        #expect(error?.file == "data_schema.xml" && error?.line != nil)
        #expect(error?.found?.contains(attack.found) ?? false, "\(String(describing: error))")
    }

    @Test(arguments: attacks)
    func `so is a document of rows`(attack: Attack) throws {
        let bytes = attack.bytes()
        let package = try DataPackage(data: bytes, schema: SamplePackage.schema())
        let error = packageError { try package.read { _ in } }
        // Its root has attributes, whose absence may show first.
        #expect(
            error?.code == attack.code || error?.expected == "the attribute timestamp", "\(String(describing: error))")
        #expect(error?.file == "data.xml" && error?.line != nil)
    }

    @Test func `the line is right beyond the 65,535 that elements remember`() throws {
        let records = (0..<40_000).map { number in
            let id = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - "\(number)".count) + "\(number)"
            return "<record id=\"\(id)\">\n<field name=\"name\" value=\"a\" />\n</record>\n"
        }
        for bad in [5, 30_000, 39_999] {
            var changed = records
            changed[bad] = changed[bad].replacing("value", with: "wrong")
            let data = SamplePackage.data(groups: changed.joined())
            let text = String(decoding: data, as: UTF8.self)
            let place = try #require(text.range(of: "wrong"))
            let line = text[..<place.lowerBound].utf8.count { $0 == UInt8(ascii: "\n") } + 1
            let package = try DataPackage(data: data, schema: SamplePackage.schema())
            let error = packageError { try package.read { _ in } }
            #expect(error?.line == line, "\(String(describing: error))")
        }
    }

    @Test func `markup is followed across the ends of blocks`() throws {
        let fields = ["name": "a > 'b'"]
        let record =
            SamplePackage.record(SamplePackage.groupID, fields) + SamplePackage.record(SamplePackage.machineID, fields)
        var limits = ReadLimits()
        limits.depth = 5
        limits.attributes = 6
        for padding in 32_100..<32_800 {
            let data = SamplePackage.data(groups: "<!--\(String(repeating: "x", count: padding))-->\(record)")
            let package = try DataPackage(data: data, schema: SamplePackage.schema(), limits: limits)
            #expect(try package.rows().count == 2, "padding \(padding)")
        }
    }

    @Test func `the value of a secret column is not in an error (Z1)`() throws {
        let record = SamplePackage.record(
            SamplePackage.groupID, ["primarykeypackage": String(repeating: "hidden", count: 5_000)])
        let package = try DataPackage(
            data: SamplePackage.data(groups: record),
            schema: SamplePackage.schema(groups: ["primarykeypackage:string"]))
        let error = try #require(packageError { _ = try package.validate() })
        #expect(error.column == "primarykeypackage" && !"\(error)".contains("hidden"))
    }

    @Test func `comments, instructions and sections of text are passed or read`() throws {
        let record = SamplePackage.record(SamplePackage.groupID, ["name": "a"])
        let text = String(decoding: SamplePackage.data(groups: "<!-- <a> ' --><?a \" > ?>\(record)"), as: UTF8.self)
        let schema = String(decoding: SamplePackage.schema(), as: UTF8.self).replacing(
            "<relationships />\r\n  </entity>\r\n</entities>",
            with: "<relationships /><filter><![CDATA[<fetch/>]]> &amp;</filter></entity></entities>")
        let package = try DataPackage(data: Array(text.utf8), schema: Array(schema.utf8))
        #expect(try package.rows().count == 1)
        #expect(package.tables.last?.filter == "<fetch/> &")
    }
}
