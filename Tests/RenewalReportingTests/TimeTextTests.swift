import RenewalCore
import Testing

@testable import RenewalReporting

struct TimeTextTests {
    static let now = Instant(secondsSince1970: 1_795_406_400)  // 2026-11-23T04:00:00Z

    @Test(
        "in words, whole units rounded towards now",
        arguments: [
            (0, "now"), (59, "now"), (-59, "now"), (60, "in 1 minute"), (-60, "1 minute ago"), (3_599, "in 59 minutes"),
            (3_600, "in 1 hour"), (86_400, "in 24 hours"), (172_799, "in 47 hours"), (172_800, "in 2 days"),
            (12 * 86_400, "in 12 days"), (12 * 86_400 - 1, "in 11 days"), (-12 * 86_400, "12 days ago"),
            (730 * 86_400, "in 730 days"), (731 * 86_400, "in 2 years"), (1_825 * 86_400, "in 5 years"),
            (1_643 * 86_400, "in 4.5 years"), (-1_643 * 86_400, "4.5 years ago"),
        ] as [(Int64, String)])
    func words(seconds: Int64, words: String) {
        #expect(TimeText(now: Self.now).words(Self.now.adding(seconds: seconds)) == words)
    }

    @Test func `the ends of the range of instants have words too`() {
        #expect(TimeText(now: Self.now).words(Instant(secondsSince1970: .max)).hasPrefix("in "))
        #expect(TimeText(now: Self.now).words(Instant(secondsSince1970: .min)).hasSuffix(" ago"))
    }

    @Test(
        "date and time in a zone of a fixed offset",
        arguments: [
            ("UTC", "2026-11-23 04:00 UTC"), ("+02:00", "2026-11-23 06:00 +02:00"),
            ("-05:30", "2026-11-22 22:30 -05:30"), ("+14:00", "2026-11-23 18:00 +14:00"), ("z", "2026-11-23 04:00 UTC"),
        ])
    func zones(name: String, text: String) throws {
        #expect(TimeText(zone: try ReportZone(name), now: Self.now).minuteWithZone(Self.now) == text)
    }

    @Test(arguments: [
        "", "+2", "+15:00", "+02:60", "02:00", "Europe/Atlantis", "/etc/passwd", "..", "Europe", "UTC ", "/",
    ])
    func `other names are refused`(name: String) {
        #expect { _ = try ReportZone(name) } throws: { ($0 as? ReportError)?.code == .usage }
    }
}
