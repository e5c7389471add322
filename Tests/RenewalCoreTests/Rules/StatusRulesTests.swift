import RenewalCore
import RenewalTestSupport
import Testing

/// Rules K1 and C4: the status that follows from the group's row, and rows that follow it.
struct StatusRulesTests {
    struct Expected: Sendable {
        var phase: GroupPhase.Kind
        var held: UInt64
        var status: KeyDeliveryStatus
    }

    static let expected = [
        Expected(phase: .stable, held: 1, status: .default),
        Expected(phase: .renewing, held: 1, status: .pendingNewKey),
        Expected(phase: .overlap, held: 1, status: .pendingNewKey),
        Expected(phase: .overlap, held: 2, status: .default),
        Expected(phase: .keyExpired, held: 1, status: .keyExpired),
        Expected(phase: .deleted, held: 1, status: .keyExpired),
    ]

    @Test("phase and generation give the status, whatever is stored (Rule K1)", arguments: expected)
    func status(_ expected: Expected) throws {
        for stored in KeyDeliveryStatus.allCases {
            let machine = try Sample.machine(holding: expected.held, stored: stored)
            #expect(machine.effectiveStatus(in: try Sample.group(Sample.phase(expected.phase))) == expected.status)
        }
    }

    @Test func `a machine two generations behind has expired (Rule K2)`() throws {
        let group = try Sample.group(
            .overlap(
                current: Sample.generation(3, at: Sample.start.adding(days: 160)),
                Overlap(
                    opening: Sample.opening(), previous: Sample.generation(2), issuer: Sample.id(1),
                    deadline: Sample.start.adding(days: 200), delivery: nil)))
        #expect(try Sample.machine(holding: 1).effectiveStatus(in: group) == .keyExpired)
        #expect(try Sample.machine(holding: 2).effectiveStatus(in: group) == .pendingNewKey)
    }

    @Test func `a row without keys follows what was recorded (Rule K1)`() throws {
        var group = try Sample.group(Sample.phase(.stable))
        let machine = try Sample.machine(holding: nil)
        #expect(machine.effectiveStatus(in: group) == .default)
        try group.open(Sample.opening())
        #expect(machine.effectiveStatus(in: group) == .pendingNewKey)
        #expect(machine.effectiveStatus(in: group.settled(at: Sample.start.adding(days: 200))) == .keyExpired)
    }

    @Test func `a row follows the transitions in order, each once (Rule K1)`() throws {
        var group = try Sample.group(Sample.phase(.stable))
        try group.open(Sample.opening())
        try group.issue(
            Sample.generation(2, at: Sample.start.adding(days: 160)), by: Sample.id(1), delivery: nil)
        group = group.settled(at: Sample.start.adding(days: 200))
        var machine = try Sample.machine()
        var connection = try Sample.connection(copies: [1])
        var machineSteps: [(Transition.Kind, KeyDeliveryStatus)] = []
        while let transition = machine.followNext(of: group) {
            machineSteps.append((transition.kind, machine.storedStatus))
        }
        #expect(machineSteps.map(\.0) == [.opened, .closed])
        #expect(machineSteps.map(\.1) == [.pendingNewKey, .keyExpired])
        var connectionSteps: [(Transition.Kind, ConnectionState)] = []
        while let transition = connection.followNext(of: group) {
            connectionSteps.append((transition.kind, connection.storedState))
        }
        #expect(connectionSteps.map(\.0) == [.issued, .closed])
        #expect(connectionSteps.map(\.1) == [.stale, .expired])
        #expect(connection.copies.isEmpty, "Rule K2 drops the copies for the retired generation")
    }

    static let states: [(kind: GroupPhase.Kind, copies: [UInt64], state: ConnectionState)] = [
        (.stable, [1], .current), (.stable, [], .expired), (.renewing, [1], .current), (.overlap, [1], .stale),
        (.overlap, [1, 2], .current), (.overlap, [2], .current), (.overlap, [], .expired), (.keyExpired, [1], .expired),
        (.deleted, [1], .broken), (.new, [], .expired),
    ]

    @Test("a connection's state follows from its copies (Rule C4)", arguments: states)
    func state(kind: GroupPhase.Kind, copies: [UInt64], state: ConnectionState) throws {
        let group = try Sample.group(Sample.phase(kind))
        #expect(try Sample.connection(copies: copies).effectiveState(in: group) == state)
    }

    @Test func `at D a connection without a copy for the current generation is expired (Rule C4)`() throws {
        let group = try Sample.group(Sample.phase(.overlap))
        let connection = try Sample.connection(copies: [1])
        let deadline = Sample.start.adding(days: 200)
        #expect(connection.effectiveState(in: group.settled(at: deadline.adding(seconds: -1))) == .stale)
        #expect(connection.effectiveState(in: group.settled(at: deadline)) == .expired)
    }
}
