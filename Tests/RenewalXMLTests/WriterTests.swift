import Foundation
import RenewalCore
import RenewalDataverse
import RenewalTestSupport
import RenewalTesting
import Testing

@testable import RenewalXML

/// What a writer leaves behind, and when.
struct WriterTests {
    static let rows: [Row] = (0..<3).compactMap { try? CharacterTests.group("row \($0)") }

    static func writer(_ destination: PackageDestination, _ options: WriteOptions = WriteOptions()) throws
        -> PackageWriter
    {
        try PackageWriter(
            to: destination, tables: [CharacterTests.table], timestamp: PackageTimestamp(RoundTripTests.now),
            options: options)
    }

    @Test func `the destination appears when the package is whole, and not before`() throws {
        let folder = try TemporaryFolder()
        for destination in [PackageDestination.folder(folder.file("p")), .zip(folder.file("p.zip"))] {
            let writer = try Self.writer(destination)
            for row in Self.rows { try writer.write(row) }
            #expect(!FileManager.default.fileExists(atPath: destination.path))
            try writer.finish()
            #expect(try DataPackage(contentsOf: destination.path).rows() == Self.rows)
        }
        #expect(folder.names == ["p", "p.zip"])
    }

    @Test func `a writer that is given up leaves nothing`() throws {
        let folder = try TemporaryFolder()
        do {
            let writer = try Self.writer(.zip(folder.file("p.zip")))
            try writer.write(Self.rows[0])
            #expect(folder.names.count == 1)
        }
        #expect(folder.names.isEmpty)
    }

    @Test func `what is at the destination stays, unless a zip is to be replaced`() throws {
        let folder = try TemporaryFolder()
        try folder.write("mine", to: "p.zip")
        #expect(packageError { _ = try Self.writer(.zip(folder.file("p.zip"))) }?.code == .destinationExists)
        #expect(packageError { _ = try Self.writer(.folder(folder.path)) }?.code == .destinationExists)
        let options = WriteOptions(replaces: true)
        #expect(packageError { _ = try Self.writer(.folder(folder.path), options) }?.code == .destinationExists)
        let writer = try Self.writer(.zip(folder.file("p.zip")), options)
        try writer.write(Self.rows[0])
        #expect(try folder.bytes("p.zip") == Array("mine".utf8))
        try writer.finish()
        #expect(try DataPackage(contentsOf: folder.file("p.zip")).rows().count == 1)
    }

    @Test func `what came to the destination meanwhile stays too`() throws {
        let folder = try TemporaryFolder()
        let writer = try Self.writer(.zip(folder.file("p.zip")))
        try folder.write("mine", to: "p.zip")
        #expect(packageError { try writer.finish() }?.code == .destinationExists)
        #expect(try folder.bytes("p.zip") == Array("mine".utf8))
    }

    @Test func `a destination that can not be written is an error`() throws {
        let folder = try TemporaryFolder()
        let error = packageError { _ = try Self.writer(.folder(folder.file("not/there/p"))) }
        #expect(error?.code == .notWritten && error?.found == "No such file or directory")
        try folder.write("a file", to: "file")
        #expect(packageError { _ = try Self.writer(.folder(folder.file("file/p"))) }?.code == .notWritten)
    }

    @Test func `rows come table by table, in the order of the tables`() throws {
        let folder = try TemporaryFolder()
        let writer = try PackageWriter(
            to: .folder(folder.file("p")), tables: PackageTable.exported(),
            timestamp: PackageTimestamp(RoundTripTests.now))
        try writer.write(Row(table: .flowMachineGroup, id: UUID()))
        let error = packageError { try writer.write(Row(table: .flowMachine, id: UUID())) }
        #expect(error?.code == .outOfOrder && error?.table == "flowmachine")
    }

    @Test(
        "what an export promises of secrets (Z1, Z5)", arguments: [Row.Secrets.leftOut, .included],
        ["zip", "folder"])
    func secrets(_ secrets: Row.Secrets, kind: String) async throws {
        let store = try await ArbitraryStore(seed: 2)
        let folder = try TemporaryFolder()
        let path = folder.file("p")
        try await PackageExport(at: RoundTripTests.now, options: WriteOptions(secrets: secrets)).write(
            store.storage, to: kind == "zip" ? .zip(path) : .folder(path))
        let package = try DataPackage(contentsOf: path)
        let found = try package.rows().flatMap { row in row.values.filter { $0.column.isSecret } }
        #expect(found.isEmpty == (secrets == .leftOut))
        #expect(found.allSatisfy { "\($0.value)".contains("redacted") })
        #expect(package.tables.contains { $0.fields.contains { $0.name == "primarykeypackage" } } == !found.isEmpty)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let mode = try #require(attributes[.posixPermissions] as? Int)
        if secrets == .included { #expect(mode & 0o077 == 0) } else { #expect(mode & 0o044 != 0) }
    }

    @Test func `a copy leaves secrets out as well`() throws {
        let folder = try TemporaryFolder()
        let record = SamplePackage.record(SamplePackage.groupID, ["name": "a", "primarykeypackage": "hidden"])
        let package = try DataPackage(
            data: SamplePackage.data(groups: record),
            schema: SamplePackage.schema(groups: ["name:string", "primarykeypackage:string"]))
        try package.copy(to: .folder(folder.file("p")))
        #expect(!String(decoding: try folder.bytes("p/data.xml"), as: UTF8.self).contains("hidden"))
        try package.copy(to: .folder(folder.file("q")), options: WriteOptions(secrets: .included))
        #expect(String(decoding: try folder.bytes("q/data.xml"), as: UTF8.self).contains("hidden"))
    }

    @Test func `an export that is cancelled leaves nothing`() async throws {
        let store = try await ArbitraryStore(seed: 2)
        let folder = try TemporaryFolder()
        let path = folder.file("p.zip")
        let task = Task {
            try await PackageExport(at: RoundTripTests.now).write(store.storage, to: .zip(path)) { done in
                if done.machines > 0 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(folder.names.isEmpty)
    }

    @Test func `an instant that four digits of a year do not hold is an error`() throws {
        let folder = try TemporaryFolder()
        var row = Row(table: .flowMachineGroup, id: UUID())
        try row.set("keycreationdate", .instant(.distantFuture))
        let error = packageError {
            let writer = try PackageWriter(
                to: .folder(folder.file("p")), tables: PackageTable.exported(),
                timestamp: PackageTimestamp(RoundTripTests.now))
            try writer.write(row)
        }
        #expect(error?.code == .invalidValue && error?.column == "keycreationdate" && error?.rowID == row.idText)
    }

    @Test(
        .enabled(if: Judge.hasUnzip, "needs the command unzip"),
        .enabled(if: Judge.hasPython, "needs the command python3"))
    func `unzip and Python's zipfile accept the zip`() async throws {
        let store = try await ArbitraryStore(seed: 4)
        let folder = try TemporaryFolder()
        try await PackageExport(at: RoundTripTests.now).write(store.storage, to: .zip(folder.file("p.zip")))
        let output = try Judge.run("unzip", ["-t", folder.file("p.zip")])
        #expect(output.status == 0 && output.text.contains("No errors detected"), "\(output.text)")
        let names = try Judge.python(
            """
            import sys, zipfile
            z = zipfile.ZipFile(sys.argv[1])
            assert z.testzip() is None
            print(sorted(z.namelist()))
            """, [folder.file("p.zip")])
        #expect(names == "['[Content_Types].xml', 'data.xml', 'data_schema.xml']\n")
    }
}
