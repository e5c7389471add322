import Foundation
import RenewalCore
import RenewalDataverse
import RenewalTestSupport
import Testing

@testable import RenewalXML

/// Every character: those that XML 1.0 can hold come back, the 31 others are never written.
struct CharacterTests {
    static let scalars = (0...0x10_FFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init)

    static func group(_ description: String) throws -> Row {
        var row = Row(table: .flowMachineGroup, id: UUID())
        try row.set("name", .text("a"))
        try row.set("description", .text(description))
        return row
    }

    static let table = PackageTable(.flowMachineGroup, columns: ["name", "description", "passwordchangedby"])

    static func write(_ rows: [Row], to path: String, _ options: WriteOptions = WriteOptions()) throws {
        let writer = try PackageWriter(
            to: .folder(path), tables: [table], timestamp: PackageTimestamp(RoundTripTests.now), options: options)
        for row in rows { try writer.write(row) }
        try writer.finish()
    }

    @Test func `all 1,112,033 characters come back as they were`() throws {
        let held = Self.scalars.filter(\.isXMLCharacter)
        #expect(Self.scalars.count == 1_112_064 && held.count == 1_112_033)
        var rows: [Row] = []
        for start in stride(from: 0, to: held.count, by: 900) {
            let text = String(String.UnicodeScalarView(held[start..<min(start + 900, held.count)]))
            var row = try Self.group(text)
            // A name of a reference is escaped another way, as it is not HTML-encoded.
            try row.set("passwordchangedby", .lookup(Lookup(table: "systemuser", id: row.id, name: text)))
            rows.append(row)
        }
        let folder = try TemporaryFolder()
        try Self.write(rows, to: folder.file("p"))
        let found = try DataPackage(contentsOf: folder.file("p")).rows()
        let isSame = found.count == rows.count && zip(found, rows).allSatisfy(Self.areSameBytes)
        #expect(isSame)
    }

    /// Equal bytes: for Swift strings in different normal forms are equal too.
    static func areSameBytes(_ left: Row, _ right: Row) -> Bool {
        guard case .text(let first) = left["description"], case .text(let second) = right["description"],
            case .lookup(let one) = left["passwordchangedby"], case .lookup(let two) = right["passwordchangedby"]
        else { return false }
        return first.utf8.elementsEqual(second.utf8) && (one.name ?? "").utf8.elementsEqual((two.name ?? "").utf8)
    }

    @Test(arguments: scalars.filter { !$0.isXMLCharacter })
    func `a character that XML can not hold is an error, and no file`(scalar: Unicode.Scalar) throws {
        let folder = try TemporaryFolder()
        let row = try Self.group("before \(scalar) after")
        let error = try #require(packageError { try Self.write([row], to: folder.file("p")) })
        #expect(error.code == .unrepresentableCharacter && error.table == "flowmachinegroup")
        #expect(error.rowID == row.idText && error.column == "description")
        #expect(error.found == scalar.codePointText)
        #expect(folder.names.isEmpty, "left: \(folder.names)")
    }

    @Test func `or what the caller chose is written in its place`() throws {
        let folder = try TemporaryFolder()
        let bad = String(String.UnicodeScalarView(Self.scalars.filter { !$0.isXMLCharacter }))
        let options = WriteOptions(unrepresentable: .replaced(by: "\u{FFFD}"))
        try Self.write([try Self.group("a\(bad)b")], to: folder.file("p"), options)
        let row = try #require(try DataPackage(contentsOf: folder.file("p")).rows().first)
        #expect(row["description"] == .text("a" + String(repeating: "\u{FFFD}", count: 31) + "b"))
    }

    @Test func `a replacement that XML can not hold either is refused`() throws {
        let folder = try TemporaryFolder()
        let options = WriteOptions(unrepresentable: .replaced(by: "\u{1}"))
        let error = packageError { try Self.write([try Self.group("\u{2}")], to: folder.file("p"), options) }
        #expect(error?.code == .unrepresentableCharacter)
    }

    @Test(
        "strings are HTML-encoded as .NET does, then escaped",
        arguments: [
            ("a > b", "a &amp;gt; b"), ("it's", "it&amp;#39;s"), ("<\"&>", "&amp;lt;&amp;quot;&amp;amp;&amp;gt;"),
            ("a\nb", "a&#xA;b"), ("a\r\tb", "a&#xD;&#x9;b"), ("\u{A0}é\u{FF}", "&amp;#160;&amp;#233;&amp;#255;"),
            ("\u{9F}\u{100}帳", "\u{9F}\u{100}帳"), ("😀", "&amp;#128512;"),
        ])
    func encoding(text: String, written: String) throws {
        let folder = try TemporaryFolder()
        try Self.write([try Self.group(text)], to: folder.file("p"))
        let data = String(decoding: try folder.bytes("p/data.xml"), as: UTF8.self)
        #expect(data.contains("<field name=\"description\" value=\"\(written)\" />\r\n"), "\(data.suffix(400))")
    }

    @Test(
        "what others wrote is decoded, what is no reference stays",
        arguments: [
            ("&amp;#x41;&amp;#65;", "AA"), ("&amp;nbsp;", "\u{A0}"), ("&amp;unknown; &amp; &amp;;", "&unknown; & &;"),
            ("&amp;#1;&amp;#xFFFF;&amp;#xD800;", "&#1;&#xFFFF;&#xD800;"), ("&amp;#99999999;", "&#99999999;"),
            ("&amp;amp;lt;", "&lt;"), ("&amp;#+65;", "&#+65;"),
        ])
    func decoding(written: String, text: String) throws {
        let record = SamplePackage.record(SamplePackage.groupID, ["name": written])
        let package = try DataPackage(
            data: SamplePackage.data(groups: record), schema: SamplePackage.schema())
        #expect(try package.rows().first?["name"] == .text(text))
    }
}
