import RenewalTestSupport
import Testing

@testable import RenewalXML

/// A real package, read and written again.
@Suite(.enabled(if: SharedData.isPresent, "needs ../shared"))
struct SampleTests {
    @Test func `a real package comes back byte for byte`() throws {
        let folder = try TemporaryFolder()
        try DataPackage(contentsOf: SharedData.sample).copy(to: .folder(folder.file("copy")))
        for name in ["[Content_Types].xml", "data.xml", "data_schema.xml"] {
            let ours = try folder.bytes("copy/\(name)")
            let theirs = try SharedData.bytes("\(SharedData.sample)/\(name)")
            let isSame = ours == theirs
            #expect(isSame, "\(name) differs from byte \(zip(ours, theirs).prefix { $0 == $1 }.count) on")
        }
    }

    @Test(.enabled(if: Judge.hasXMLLint, "needs the command xmllint"), arguments: ["data.xml", "data_schema.xml"])
    func `a real package comes back with the same canonical XML`(name: String) throws {
        let folder = try TemporaryFolder()
        try DataPackage(contentsOf: SharedData.sample).copy(to: .zip(folder.file("copy.zip")))
        try DataPackage(contentsOf: folder.file("copy.zip")).copy(to: .folder(folder.file("copy")))
        let ours = try Judge.run("xmllint", ["--c14n", folder.file("copy/\(name)")])
        let theirs = try Judge.run("xmllint", ["--c14n", "\(SharedData.sample)/\(name)"])
        let isSame = ours.text == theirs.text
        #expect(ours.status == 0 && isSame && ours.text.count > 10_000)
    }

    @Test func `everything in a real package is read`() throws {
        let package = try DataPackage(contentsOf: SharedData.sample)
        var (tables, records, fields, relations, targets) = (0, 0, 0, 0, 0)
        try package.read { item in
            switch item {
            case .table: tables += 1
            case .record(let record):
                records += 1
                fields += record.fields.count
            case .relation(let relation):
                relations += 1
                targets += relation.targets.count
            case .timestamp(let timestamp): #expect("\(timestamp)" == "2022-10-13T22:57:17.9129018Z")
            case .space: break
            case .row, .refused: Issue.record("\(item)")
            }
        }
        // As counted by another parser.
        #expect([package.tables.count, tables, records, fields, relations, targets] == [26, 22, 205, 4_500, 21, 26])
        #expect(package.tables.reduce(0) { $0 + $1.fields.count } == 704)
        #expect(package.tables.compactMap(\.filter).count == 1)
        #expect(package.tables.flatMap(\.relationships).count == 1)
    }
}
