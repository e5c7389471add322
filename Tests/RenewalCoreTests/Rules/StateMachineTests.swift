import RenewalTestSupport
import Testing

@testable import RenewalCore

/// Generated from the three tables: what is in them happens through the rules' own functions, and nothing else does.
struct StateMachineTests {
    @Test(
        "every transition of a group that is not in the table is refused, and says what was found and needed (Rule K1)",
        arguments: GroupPhase.Kind.allCases, GroupEvent.allCases)
    func groupTable(from: GroupPhase.Kind, event: GroupEvent) throws {
        try check(StateMachine.group, from, event)
    }

    @Test("so for a machine (Rule K1)", arguments: MachineState.allCases, MachineEvent.allCases)
    func machineTable(from: MachineState, event: MachineEvent) throws {
        try check(StateMachine.machine, from, event)
    }

    @Test("so for a connection (Rule C4)", arguments: ConnectionState.allCases, ConnectionEvent.allCases)
    func connectionTable(from: ConnectionState, event: ConnectionEvent) throws {
        try check(StateMachine.connection, from, event)
    }

    private func check<State, Event>(_ machine: StateMachine<State, Event>, _ from: State, _ event: Event) throws {
        let edges = machine.edges.filter { $0.from == from && $0.event == event }
        #expect(edges.count <= 1, "a table has one answer")
        if let edge = edges.first {
            #expect(try machine.next(from, event) == edge.to)
            return
        }
        let error = try #require(throws: RenewalError.self) { try machine.next(from, event) }
        #expect(error.code == .illegalTransition)
        #expect(error.details["found"] == "\(from)")
        let needed = machine.edges.filter { $0.event == event }.map { "\($0.from)" }
        #expect(error.details["needed"] == needed.joined(separator: ", "))
        #expect(needed.allSatisfy { error.message.contains($0) } && error.message.contains("\(from)"))
    }

    @Test(
        "a group's row goes where the table says and nowhere else",
        arguments: GroupPhase.Kind.allCases, GroupEvent.allCases)
    func groupRow(from: GroupPhase.Kind, event: GroupEvent) throws {
        let edge = StateMachine.group.edges.first { $0.from == from && $0.event == event }
        var group = try Sample.group(Sample.phase(from))
        let before = group
        do {
            try apply(event, to: &group)
        } catch let error as RenewalError {
            #expect(edge == nil && error.code == .illegalTransition, "\(error)")
            #expect(error.details["found"] == "\(from)")
            #expect(group == before)
            return
        }
        #expect(group.phase.kind == edge?.to ?? from)
        if edge == nil { #expect(group == before, "\(event) is a condition that never holds in \(from)") }
    }

    private func apply(_ event: GroupEvent, to group: inout MachineGroup) throws {
        let end = Sample.start.adding(days: 200)
        switch event {
        case .firstJoin: try group.found(Sample.generation(1), passwordRecord: Self.record)
        case .open: try group.open(Sample.opening())
        case .issue:
            try group.issue(
                Sample.generation(2, at: Sample.start.adding(days: 160)), by: Sample.id(1), delivery: nil)
        case .close:
            try group.retireEarly(at: Sample.start.adding(days: 170))
            _ = group.settleNext(at: Sample.start.adding(days: 170))
        case .expire: if group.phase.kind != .overlap { _ = group.settleNext(at: end) }
        case .delete: try group.delete(at: Sample.start.adding(days: 1))
        }
    }

    private static var record: PasswordRecord {
        let key = PublicKey(.ed25519, [1])
        return PasswordRecord(
            version: 1,
            parameters: KDFParameters(function: "insecure", cost: 2, blockSize: 8, parallelism: 1, salt: []),
            passwordKey: key, joinKey: key,
            anchor: PasswordRecord.Anchor(generation: .first, certificate: .zero, signature: Signature([])),
            signature: Signature([]))
    }

    /// Rows in each state go through the functions that change rows; `removed` has no row left to look at (Rule G2).
    @Test(
        "a machine's row goes where the table says (Rule K1)",
        arguments: StateMachine.machine.edges.filter { $0.from != .absent && $0.event != .removed })
    func machineRow(edge: StateMachine<MachineState, MachineEvent>.Edge) throws {
        let status = try #require(edge.from.status)
        var machine = try Sample.machine(holding: 1, stored: status)
        var group = try Sample.group(Sample.phase(.stable))
        switch edge.event {
        case .holdsCurrent: machine.storedStatus = try machine.status(in: group)
        case .holdsOutdated: machine.storedStatus = try machine.status(in: Sample.group(Sample.phase(.renewing)))
        case .renewalOpened:
            try group.open(Sample.opening())
            #expect(machine.followNext(of: group)?.kind == .opened)
        case .deadlinePassed:
            group = try Sample.group(Sample.phase(.overlap)).settled(at: Sample.start.adding(days: 200))
            #expect(machine.followNext(of: group)?.kind == .closed)
        case .groupExpired:
            group = group.settled(at: Sample.start.adding(days: 200))
            #expect(machine.followNext(of: group)?.kind == .expired)
        case .removed: break
        }
        #expect(machine.storedStatus == edge.to.status)
    }

    @Test(
        "a connection's row goes where the table says (Rules C4, K1)",
        arguments: StateMachine.connection.edges.filter {
            [.generationIssued, .deadlinePassed, .groupExpired, .groupDeleted].contains($0.event)
        })
    func connectionRow(edge: StateMachine<ConnectionState, ConnectionEvent>.Edge) throws {
        var connection = try Sample.connection(copies: edge.from == .current ? [1] : [], stored: edge.from)
        var group = try Sample.group(Sample.phase(.renewing))
        switch edge.event {
        case .generationIssued:
            try group.issue(
                Sample.generation(2, at: Sample.start.adding(days: 160)), by: Sample.id(1), delivery: nil)
        case .deadlinePassed:
            group = try Sample.group(Sample.phase(.overlap)).settled(at: Sample.start.adding(days: 200))
        case .groupExpired: group = group.settled(at: Sample.start.adding(days: 200))
        case .groupDeleted: try group.delete(at: Sample.start)
        case .sealed, .copyStored, .moved: break
        }
        #expect(connection.followNext(of: group)?.kind != nil)
        #expect(connection.storedState == edge.to)
    }
}
