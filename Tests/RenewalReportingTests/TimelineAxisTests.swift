import RenewalCore
import Testing

@testable import RenewalReporting

/// The labels along a timeline.
struct TimelineAxisTests {
    @Test("there are never more than there is room for", arguments: [2, 4, 9, 13], [0, 1, 12, 40, 600, 4_083, 7_900])
    func room(limit: Int, years: Int) throws {
        let start = try #require(Instant("2026-11-23T04:00:00Z"))
        let end = try #require(Instant("\(2026 + years)-12-25T04:00:00Z"))
        let ticks = TimelineAxis(Timeline.Span(start, end), zone: .utc, atMost: limit).ticks
        #expect(ticks.count <= limit, "\(ticks.map(\.label))")
        #expect(years < 12 || ticks.count * 5 >= limit * 2 - 5, "few: \(ticks.map(\.label))")
        #expect(Set(ticks.map(\.label)).count == ticks.count)
        #expect(ticks.allSatisfy { $0.instant >= start && $0.instant < end })
        #expect(years < limit || ticks.allSatisfy(\.isYear), "\(ticks.map(\.label))")
    }
}
