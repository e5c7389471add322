import RenewalTestSupport
import Testing

@testable import RenewalCore

/// Rule P5: what asking for a renewal comes to, for each phase and mode.
struct RenewNowRulesTests {
    static let at = Sample.start.adding(days: 170)
    static let named = DeliveryMode.withoutDelivery(issuer: Sample.id(1))
    static let other = DeliveryMode.withoutDelivery(issuer: Sample.id(2))

    private func ask(_ delivery: DeliveryMode, _ group: inout MachineGroup) throws -> MachineGroup.RenewNowResult {
        try group.renewNow(OperatorRequest(at: Self.at, by: .app("alice"), delivery: delivery))
    }

    @Test("in a stable group it opens at once (Rule P5)", arguments: [DeliveryMode.toMembers, named])
    func stable(delivery: DeliveryMode) throws {
        var group = try Sample.group(Sample.phase(.stable))
        #expect(try ask(delivery, &group) == .opened)
        let opening = Opening(at: Self.at, reason: .operator, by: .app("alice"), delivery: delivery)
        #expect(group.phase == .renewing(current: Sample.generation(1), opening))
        #expect(group.operatorRequest == nil)
    }

    static let conversions: [(present: DeliveryMode, wanted: DeliveryMode, result: MachineGroup.RenewNowResult?)] = [
        (.toMembers, .toMembers, nil), (.toMembers, named, .converted), (named, named, nil), (named, other, .converted),
        (named, .toMembers, .lifted),
    ]

    @Test("an open one is converted, renamed or lifted, and otherwise already open (Rule P5)", arguments: conversions)
    func renewing(present: DeliveryMode, wanted: DeliveryMode, result: MachineGroup.RenewNowResult?) throws {
        let opening = Sample.opening(at: Sample.start, .schedule, present)
        var group = try Sample.group(.renewing(current: Sample.generation(1), opening))
        if let result {
            #expect(try ask(wanted, &group) == result)
            #expect(group.phase.opening?.delivery == wanted)
            #expect(group.phase.opening?.at == opening.at, "it is the same renewal")
        } else {
            let error = try #require(throws: RenewalError.self) { try ask(wanted, &group) }
            #expect(error.code == .renewalAlreadyOpen)
            #expect(group.phase.opening == opening)
        }
        #expect(group.transitions.isEmpty && group.operatorRequest == nil)
    }

    static let requests: [(present: DeliveryMode?, wanted: DeliveryMode, result: MachineGroup.RenewNowResult)] = [
        (nil, .toMembers, .remembered), (nil, named, .remembered), (.toMembers, named, .remembered),
        (named, other, .remembered), (named, .toMembers, .lifted), (.toMembers, .toMembers, .remembered),
    ]

    @Test("in an overlap it is remembered, once, and can be replaced or lifted (Rules P5, S4)", arguments: requests)
    func overlap(present: DeliveryMode?, wanted: DeliveryMode, result: MachineGroup.RenewNowResult) throws {
        var group = try Sample.group(Sample.phase(.overlap))
        group.operatorRequest = present.map { OperatorRequest(at: Sample.start, by: .app("bob"), delivery: $0) }
        #expect(try ask(wanted, &group) == result)
        #expect(group.operatorRequest?.delivery == wanted)
        #expect(group.phase == Sample.phase(.overlap))
        let isTheSame = present == wanted
        #expect(group.operatorRequest?.by == (isTheSame ? .app("bob") : .app("alice")), "only once (Rule S4)")
    }

    @Test(
        "without a usable generation it is refused (Rules K3, I1, G1)",
        arguments: [
            (GroupPhase.Kind.new, RenewalError.Code.groupHasNoCertificate), (.imported, .groupImported),
            (.keyExpired, .groupKeyExpired), (.deleted, .groupNotFound),
        ])
    func refused(kind: GroupPhase.Kind, code: RenewalError.Code) throws {
        var group = try Sample.group(Sample.phase(kind))
        let error = try #require(throws: RenewalError.self) { try ask(.toMembers, &group) }
        #expect(error.code == code)
        #expect(try group == (Sample.group(Sample.phase(kind))))
    }

    @Test(
        "the named machine holds the current generation and has an agent of 2.23 (Rules P5, I2)",
        arguments: [
            (UInt64(1), "2.23", false), (2, "2.22.999", false), (2, "2.23", true), (2, "10.0", true),
        ])
    func eligible(held: UInt64, version: String, isEligible: Bool) throws {
        let group = try Sample.group(Sample.phase(.overlap))
        let machine = try Sample.machine(holding: held, version)
        if isEligible {
            try group.requireEligible(machine, named: machine.id)
        } else {
            let error = try #require(throws: RenewalError.self) {
                try group.requireEligible(machine, named: machine.id)
            }
            #expect(error.code == .machineNotEligible)
        }
        let missing = try #require(throws: RenewalError.self) { try group.requireEligible(nil, named: machine.id) }
        #expect(missing.code == .machineNotFound)
    }
}
