import Foundation
import RenewalTestSupport
import Testing

/// The same source as of the same instant gives the same bytes, in each process anew and in files too.
struct SameBytesTests {
    static let commands: [[String]] = [
        ["groups"], ["machines", "--format", "json"], ["connections", "--format", "csv"], ["timeline"],
        ["timeline", "--format", "svg"], ["timeline", "--format", "html"], ["calendar"], ["forecast"],
        ["forecast", "--format", "json", "--validity", "525600", "--grace", "64800", "--until", "2028-01-01"],
    ]

    static func sources() async throws -> [[String]] {
        [["--from", Repository.fleet, "--at", "2026-11-23"], try await StoreSourceTests.source()]
    }

    @Test("a file that is written again, and standard output", arguments: commands)
    func output(command: [String]) async throws {
        for source in try await Self.sources() {
            let folder = try TemporaryFolder()
            for name in ["first", "second"] {
                #expect(try Tool.run(command + source + ["--output", folder.file(name)]).status == 0)
            }
            let first = try Data(contentsOf: URL(fileURLWithPath: folder.file("first")))
            #expect(try first == Data(contentsOf: URL(fileURLWithPath: folder.file("second"))) && !first.isEmpty)
            let output = try Tool.run(command + source).text
            #expect(output.utf8.elementsEqual(first))
        }
    }

    @Test func `a package that is exported again`() async throws {
        for source in try await Self.sources() {
            let folder = try TemporaryFolder()
            for name in ["first", "second"] {
                #expect(try Tool.run(["export", "--to", folder.file(name)] + source).status == 0)
            }
            for file in ["data.xml", "data_schema.xml", "[Content_Types].xml"] {
                #expect(try folder.text(of: "first/\(file)") == folder.text(of: "second/\(file)"))
            }
        }
    }
}
