import RenewalSimulation
import Testing

/// Calendars of being online.
struct PresenceTests {
    /// Monday, 2026-01-05T00:00:00Z.
    let monday = Instant(secondsSince1970: 1_767_571_200)

    private func hours(_ hours: Double) -> Instant { monday.adding(seconds: Int64(hours * 3_600)) }

    @Test func `always and never`() {
        #expect(Presence.always.next(from: monday) == monday)
        #expect(Presence.never.next(from: monday) == nil)
        #expect(Presence.always.isOnline(at: monday))
        #expect(!Presence.never.isOnline(at: monday))
    }

    @Test(
        "hours come round each week, and their end is not in them",
        arguments: [
            (0, 8), (7.999, 8), (8, 8), (17.999, 17.999), (18, 32), (4 * 24 + 18, 7 * 24 + 8), (6 * 24, 7 * 24 + 8),
            (7 * 24 + 9, 7 * 24 + 9),
        ] as [(Double, Double)])
    func weekly(from: Double, next: Double) {
        let office = Presence.weekly(WeeklyHours.daily(on: 0...4, from: 8 * 3_600, to: 18 * 3_600))
        #expect(office.next(from: hours(from)) == hours(next))
    }

    @Test func `hours up to the end of Sunday are hours of that week`() {
        let late = Presence.weekly([WeeklyHours(start: 604_799, end: 604_800)])
        #expect(late.next(from: monday) == monday.adding(seconds: 604_799))
        #expect(late.next(from: monday.adding(seconds: -1)) == monday.adding(seconds: -1))
        let before1970 = Instant(secondsSince1970: -400_000)
        #expect(late.next(from: before1970) == Instant(secondsSince1970: -3 * 86_400 - 1))
    }

    @Test func `it is back at the end of an absence, whatever overlaps it`() {
        let presence = Presence.always.away(in: [hours(10)..<hours(20), hours(1)..<hours(2)])
            .away(in: [hours(15)..<hours(30), hours(30)..<hours(31), hours(5)..<hours(5)])
        #expect(presence.absences == [hours(1)..<hours(2), hours(10)..<hours(31)])
        #expect(presence.next(from: hours(10).adding(seconds: -1)) == hours(10).adding(seconds: -1))
        #expect(presence.next(from: hours(10)) == hours(31))
        #expect(presence.next(from: hours(31)) == hours(31))
    }

    @Test func `an absence that ends outside of the hours lasts until they begin`() {
        let office = Presence.weekly(WeeklyHours.daily(from: 8 * 3_600, to: 18 * 3_600))
        let presence = office.away(in: [hours(9)..<hours(20), hours(32)..<hours(33)])
        #expect(presence.next(from: hours(9)) == hours(33))
    }
}
