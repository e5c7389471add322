import RenewalCore
import RenewalTestSupport
import Testing

/// Rules K1, K2, K3 and S6: what holds from its instant on, whether anybody wrote it or not.
struct SettlingRulesTests {
    static let end = Sample.start.adding(days: 200)

    @Test("an overlap closes at D, to the second (Rule K2)", arguments: [(-1, false), (0, true), (1, true)])
    func closing(offset: Int64, isClosed: Bool) throws {
        let deadline = Sample.start.adding(days: 190)
        let group = try Sample.group(Sample.overlap(deadline: deadline)).settled(at: deadline.adding(seconds: offset))
        #expect(group.phase.kind == (isClosed ? .stable : .overlap))
        #expect(group.phase.usable.map(\.generation.number) == (isClosed ? [2] : [1, 2]))
        #expect(group.transitions.map(\.at) == (isClosed ? [deadline] : []), "recorded at D, whenever it was seen")
    }

    @Test(
        "a group that nobody renewed expires at E, to the second (Rule K3)",
        arguments: [GroupPhase.Kind.stable, .renewing], [(-1, false), (0, true), (1, true)])
    func expiry(kind: GroupPhase.Kind, at boundary: (offset: Int64, isExpired: Bool)) throws {
        var group = try Sample.group(Sample.phase(kind))
        group.operatorRequest = OperatorRequest(at: Sample.start, by: .app("alice"), delivery: .toMembers)
        let seen = group.settled(at: Self.end.adding(seconds: boundary.offset))
        #expect(seen.phase.kind == (boundary.isExpired ? .keyExpired : kind))
        #expect(seen.transitions.map(\.at) == (boundary.isExpired ? [Self.end] : []))
        #expect((seen.operatorRequest == nil) == boundary.isExpired, "an expired group opens nothing")
    }

    @Test func `close, then expire: an overlap seen years later ends in both, each at its instant (Rule S6)`() throws {
        let group = try Sample.group(Sample.phase(.overlap)).settled(at: Sample.start.adding(days: 3_000))
        #expect(group.transitions.map(\.kind) == [.closed, .expired])
        #expect(group.transitions.map(\.at) == [Self.end, Sample.start.adding(days: 360)])
        #expect(group.transitions.map(\.number) == [1, 2])
        #expect(group.phase.kind == .keyExpired)
    }

    @Test func `closing drops package and delivery of the retired generation (Rule K2)`() throws {
        let group = try Sample.group(Sample.phase(.overlap)).settled(at: Self.end)
        #expect(group.phase == .stable(current: Sample.generation(2, at: Sample.start.adding(days: 160))))
    }

    @Test func `opening does not hold before it is written (Rule K1)`() throws {
        let group = try Sample.group(Sample.phase(.stable)).settled(at: Self.end.adding(seconds: -1))
        #expect(group.phase.kind == .stable)
        #expect(try Sample.machine().effectiveStatus(in: group) == .default)
    }

    static let wakes: [(kind: GroupPhase.Kind, instant: Instant?)] = [
        (.new, nil), (.imported, nil), (.stable, Sample.start.adding(days: 155)), (.renewing, end), (.overlap, end),
        (.keyExpired, nil), (.deleted, nil),
    ]

    @Test("a group wakes no later than the next thing that holds (Rules S4, S5, K3)", arguments: wakes)
    func wake(kind: GroupPhase.Kind, at instant: Instant?) throws {
        var group = try Sample.group(Sample.phase(kind))
        #expect(group.wakesAt == instant)
        group.transitions = [Transition(number: 1, kind: .opened, at: Sample.start, generation: nil)]
        #expect(group.wakesAt == .distantPast, "rows are behind")
    }

    @Test func `a group wakes at once for an operator or a shorter validity (Rule S4)`() throws {
        var group = try Sample.group(Sample.phase(.stable))
        group.policy = try Sample.policy(287_999)
        #expect(group.wakesAt == .distantPast)
        group.policy = try Sample.policy()
        group.operatorRequest = OperatorRequest(at: Sample.start, by: .coordinator, delivery: .toMembers)
        #expect(group.wakesAt == .distantPast)
    }
}
