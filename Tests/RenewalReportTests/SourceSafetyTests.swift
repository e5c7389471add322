import Foundation
import RenewalTestSupport
import Testing

/// The source is never changed, also where somebody asks for it.
struct SourceSafetyTests {
    @Test(
        "an output that belongs to the source is wrong usage, and the source stays as it was",
        arguments: [
            "store.sqlite", "store.sqlite-wal", "store.sqlite-journal", "./store.sqlite", "linked", "hardlink",
            "linked-journal",
        ])
    func storeStays(name: String) async throws {
        let folder = try TemporaryFolder()
        try await StoreFile.make(at: folder.file("store.sqlite"))
        try folder.write("log", to: "store.sqlite-wal")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("linked"), withDestinationPath: folder.file("store.sqlite"))
        #expect(link(folder.file("store.sqlite"), folder.file("hardlink")) == 0)
        let before = try (folder.bytes("store.sqlite"), folder.names)
        try Self.isRefused(
            ["groups", "--from", folder.file("store.sqlite"), "--output", folder.file(name)], "--output")
        #expect(try folder.bytes("store.sqlite") == before.0 && folder.names == before.1)
    }

    @Test func `nothing is written into the folder of responses or of a package`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: Repository.fleet, toPath: folder.file("responses"))
        try FileManager.default.createDirectory(
            atPath: folder.file("responses/deep"), withIntermediateDirectories: false)
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
        let source = ["--from", folder.file("responses"), "--at", "2026-11-23"]
        for target in ["responses/new.json", "responses/flowmachines-page1.json", "responses/deep/new.json"] {
            try Self.isRefused(["groups"] + source + ["--output", folder.file(target)], "--output")
            try Self.isRefused(["calendar"] + source + ["--output", folder.file(target)], "--output")
            try Self.isRefused(["export"] + source + ["--to", folder.file(target)], "--to")
        }
        #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() == names)
        // Beside it is allowed.
        try FileManager.default.removeItem(atPath: folder.file("responses/deep"))
        let output = try Tool.run(["groups"] + source + ["--output", folder.file("responses.txt")])
        #expect(output.status == 0 && folder.names.contains("responses.txt"))
    }

    @Test(
        "a name that is none is wrong usage",
        arguments: [
            ["groups", "--output", ""], ["timeline", "--output", ""], ["export", "--to", ""], ["export", "--to", "-"],
        ])
    func emptyNames(arguments: [String]) throws {
        let words = [arguments[0], "--from", Repository.fleet, "--at", "2026-11-23"] + arguments.dropFirst()
        try Self.isRefused(words, arguments[1])
    }

    private static func isRefused(_ arguments: [String], _ option: String) throws {
        let output = try Tool.run(arguments)
        #expect(output.status == 64, "\(arguments): \(output.errors)")
        #expect(output.text == "" && output.errors.contains(option), "\(output.errors)")
    }
}
