import Foundation
import RenewalTestSupport
import Testing

/// Stores whose coordinator stopped: the start of a renewal passes, and nobody opens it (Rule S4).
struct UnopenedRenewalTests {
    private struct Group: Decodable {
        var phase: String
        var renewalstart: Date
        var expiry: Date
    }

    private static func group(in store: String) throws -> Group {
        let output = try Tool.run(["groups", "--from", store, "--at", "2026-01-02", "--format", "json"])
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try #require(try decoder.decode([Group].self, from: Data(output.text.utf8)).first)
    }

    private static func check(_ store: String, at instant: Date) throws -> (status: Int32, text: String) {
        let output = try Tool.run(["check", "--from", store, "--at", instant.formatted(.iso8601)])
        return (output.status, output.text)
    }

    @Test func `a check warns from a day after the start, and is critical before the certificate expires`() async throws
    {
        let folder = try TemporaryFolder()
        let store = folder.file("store.sqlite")
        try await StoreFile.makeIdle(at: store)
        let group = try Self.group(in: store)
        #expect(group.phase == "stable")
        let day = 86_400.0
        #expect(try Self.check(store, at: group.renewalstart + day - 1).status == 0)
        let late = try Self.check(store, at: group.renewalstart + day)
        #expect(late.status == 1 && late.text.hasPrefix("RENEWAL WARNING - "), "\(late.text)")
        #expect(late.text.contains("and no coordinator opened its renewal | "), "\(late.text)")
        #expect(try Self.check(store, at: group.expiry - 7 * day - 1).status == 1)
        let last = try Self.check(store, at: group.expiry - 1)
        #expect(last.status == 2 && last.text.contains("expires within 1 day and no coordinator"), "\(last.text)")
        #expect(last.text.contains(" days_left=1;31:;8:;;"), "\(last.text)")
        let over = try Self.check(store, at: group.expiry)
        #expect(over.status == 2 && over.text.contains("1 group expired"), "\(over.text)")
    }

    @Test func `of many groups that close three are named`() throws {
        let output = try Tool.run(["check"] + (try LargeFleet.source()))
        #expect(output.status == 1)
        #expect(output.text.matches(of: #/closes within/#).count == 3)
        #expect(output.text.contains("; 997 more groups likewise | groups=1000;"), "\(output.text.prefix(400))")
        #expect(output.text.utf8.count < 1_000)
    }
}
