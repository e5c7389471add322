import Foundation
import RenewalCore
import Testing

/// The pictures of the guide show the instants that the rules give (Rules S1, S3, S5).
struct TimelineTests {
    struct Picture: Sendable {
        let name: String
        let grace: Int
        let validityOfNext: Int
        let issuedAt: String
        let texts: [String]
    }

    private static let first = Instant("2026-01-01T00:00:00Z")
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/RenewalCore/RenewalCore.docc")

    @Test(
        "each picture shows S, the issue, D and the next S",
        arguments: [
            Picture(
                name: "regular", grace: 262_800, validityOfNext: 2_628_000, issuedAt: "2030-07-01T12:00:00Z",
                texts: ["2030-12-31 00:00", "2034-12-30 00:00", "2035-06-30 12:00"]),
            Picture(
                name: "accelerated", grace: 262_800, validityOfNext: 1_051_200, issuedAt: "2027-03-02T06:30:00Z",
                texts: ["2027-08-31 18:30", "2028-08-30 18:30", "2029-03-01 06:30"]),
        ])
    func shows(picture: Picture) throws {
        let created = try #require(Self.first)
        let issued = try #require(Instant(picture.issuedAt))
        let generation = UsableGeneration(
            generation: .first, certificate: [], fingerprint: .zero, publicKey: PublicKey(.p256, []),
            createdAt: created, validityMinutes: RenewalPolicy.default.validityMinutes, keyPackage: SealedValue([]))
        #expect(Self.text(RenewalSchedule.start(of: generation, under: .default)) == "2030-07-01 12:00")
        let deadline = RenewalSchedule.deadline(
            previous: generation, issuedAt: issued, graceMinutes: picture.grace)
        let nextStart = RenewalSchedule.start(
            createdAt: issued, validityMinutes: picture.validityOfNext, graceMinutes: picture.grace)
        let nextExpiry = issued.adding(minutes: picture.validityOfNext)
        #expect([deadline, nextStart, nextExpiry].map(Self.text) == picture.texts)

        let drawing = try Self.read("Resources/timeline-\(picture.name).svg")
        for instant in [created, issued, deadline, nextStart] {
            let parts = Self.text(instant).split(separator: " ")
            let isShown = drawing.contains(">\(parts[0])<") && drawing.contains(">\(parts[1]) UTC<")
            #expect(isShown, "\(instant) is not shown")
        }
        #expect(drawing.contains("E(2) = \(Self.text(nextExpiry))"))
        let article = try Self.read("Timelines.md")
        for text in picture.texts + [Self.text(issued)] { #expect(article.contains(text), "\(text) is not told") }
    }

    @Test func `the picture of a missed renewal ends at E, which is D (Rules K2, K3)`() throws {
        let drawing = try Self.read("Resources/timeline-missed.svg")
        #expect(drawing.contains("D = E(1)") && drawing.contains(">2030-12-31<"))
    }

    @Test(arguments: ["regular", "accelerated", "missed"])
    func `a picture for dark pages shows the same`(name: String) throws {
        let light = try Self.words(in: "Resources/timeline-\(name).svg")
        #expect(try Self.words(in: "Resources/timeline-\(name)~dark.svg") == light)
        #expect(light.count > 20)
    }

    private static func text(_ instant: Instant) -> String {
        String(instant.description.prefix(16)).replacingOccurrences(of: "T", with: " ")
    }

    private static func read(_ path: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
    }

    private static func words(in path: String) throws -> [String] {
        try read(path).matches(of: #/<text[^>]*>([^<]*)</#).map { String($0.output.1) }
    }
}
