import Foundation
import RenewalCore
import RenewalDataverse
import RenewalTestSupport
import Testing

@testable import RenewalXML

/// The schemas that ship with the module, by way of xmllint, and the module's own `validate`.
struct SchemaTests {
    static func schema(_ file: String) -> String {
        "\(SharedData.repository)/Plugins/Adapters/RenewalXML/Schemas/\(file.dropLast(4)).xsd"
    }

    static func lint(_ path: String, _ file: String) throws -> Judge.Output {
        try Judge.run("xmllint", ["--noout", "--nonet", "--schema", schema(file), "\(path)/\(file)"])
    }

    @Test(
        .enabled(if: Judge.hasXMLLint, "needs the command xmllint"),
        .enabled(if: SharedData.isPresent, "needs ../shared"),
        arguments: ["data.xml", "data_schema.xml"])
    func `a real package validates`(file: String) throws {
        let output = try Self.lint(SharedData.sample, file)
        #expect(output.status == 0, "\(output.errors)")
        let summary = try DataPackage(contentsOf: SharedData.sample).validate()
        #expect(summary.tables.count == 22 && summary.tables.reduce(0) { $0 + $1.rows } == 205)
        #expect(summary.relations == 21)
    }

    @Test(.enabled(if: Judge.hasXMLLint, "needs the command xmllint"), arguments: [UInt64](1...5))
    func `what we write validates`(seed: UInt64) async throws {
        let store = try await ArbitraryStore(seed: seed)
        let folder = try TemporaryFolder()
        let options = WriteOptions(secrets: seed.isMultiple(of: 2) ? .included : .leftOut)
        let progress = try await PackageExport(at: RoundTripTests.now, options: options).write(
            store.storage, to: .folder(folder.file("p")))
        for file in ["data.xml", "data_schema.xml"] {
            let output = try Self.lint(folder.file("p"), file)
            #expect(output.status == 0, "\(output.errors.prefix(500))")
        }
        let summary = try DataPackage(contentsOf: folder.file("p")).validate()
        #expect(summary.tables.reduce(0) { $0 + $1.rows } == progress.rows)
    }

    @Test(
        .enabled(if: Judge.hasXMLLint, "needs the command xmllint"),
        .enabled(if: SharedData.isPresent, "needs ../shared"),
        arguments: Damage.all)
    func `a damaged copy is refused for its reason`(damage: Damage) throws {
        let folder = try TemporaryFolder()
        try damage.apply(in: folder)
        let output = try Self.lint(folder.path, damage.file)
        #expect(output.status != 0)
        let reasons = damage.judge.split(separator: "|")
        #expect(reasons.contains { output.errors.contains($0) }, "\(output.errors.prefix(500))")
        try Self.expectRefusal(damage, folder)
    }

    @Test(.enabled(if: SharedData.isPresent, "needs ../shared"), arguments: Damage.oursAlone)
    func `what no schema sees is refused too`(damage: Damage) throws {
        let folder = try TemporaryFolder()
        try damage.apply(in: folder)
        try Self.expectRefusal(damage, folder)
    }

    private static func expectRefusal(_ damage: Damage, _ folder: TemporaryFolder) throws {
        let error = try #require(packageError { _ = try DataPackage(contentsOf: folder.path).validate() })
        #expect(error.description.contains(damage.ours), "\(error)")
        #expect(error.file == damage.file && error.line != nil, "\(error)")
        let text = String(decoding: try SharedData.bytes("\(SharedData.sample)/\(damage.file)"), as: UTF8.self)
        let place = try #require(text.range(of: damage.old))
        let line = text[..<place.lowerBound].utf8.count { $0 == UInt8(ascii: "\n") } + 1
        // Where something is missing or twice, the error stands where that shows.
        #expect(line - 1...line + 70 ~= error.line ?? 0 || damage.file == "data_schema.xml", "\(line): \(error)")
    }
}
