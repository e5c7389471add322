import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules Z2, Z3 and Z7: whose request it is. Each refusal is typed, and nothing changes.
struct RequestTests {
    struct Forgery: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var code: RenewalError.Code
        var forge: @Sendable (World, Member, Member) async throws -> MachineRequest
    }

    static let forgeries = [
        Forgery(testDescription: "another machine's name", code: .unknownMachineKey) { _, machine, other in
            let id = try other.id
            return try await machine.request(machine.report()) { $0.machine = id }
        },
        Forgery(testDescription: "another machine's key named", code: .invalidSignature) { _, machine, other in
            let request = try await other.request(other.report())
            let id = try other.id
            return try await machine.request(machine.report()) {
                $0.machine = id
                $0.machineKey = request.machineKey
            }
        },
        Forgery(testDescription: "no group key's signature", code: .invalidSignature) { _, machine, _ in
            var request = try await machine.request(machine.report())
            request.groupSignature = request.machineSignature
            return request
        },
        Forgery(testDescription: "no machine key's signature", code: .invalidSignature) { _, machine, _ in
            var request = try await machine.request(machine.report())
            request.machineSignature = request.groupSignature
            return request
        },
        Forgery(testDescription: "a changed body", code: .invalidSignature) { _, machine, _ in
            var request = try await machine.request(machine.report())
            request.body = .leave
            return request
        },
        Forgery(testDescription: "a changed number", code: .invalidSignature) { _, machine, _ in
            var request = try await machine.request(machine.report())
            request.sequence += 1
            return request
        },
        Forgery(testDescription: "a group key that never was", code: .unknownGroupKey) { _, machine, _ in
            try await machine.request(machine.report()) { $0.groupKey = $0.machineKey }
        },
        Forgery(testDescription: "another group", code: .wrongGroup) { world, machine, _ in
            let group = try await world.group(of: 1).id
            return try await machine.request(machine.report()) { $0.group = group }
        },
        Forgery(testDescription: "a group that is not there", code: .groupNotFound) { world, machine, _ in
            try await machine.request(machine.report()) { $0.group = GroupID(world.ids.next(2)) }
        },
        Forgery(testDescription: "a machine that is not there", code: .machineNotFound) { world, machine, _ in
            try await machine.request(machine.report()) { $0.machine = MachineID(world.ids.next(1)) }
        },
    ]

    @Test("a forged request is refused with its own error (Rule Z2)", arguments: forgeries)
    func forged(_ forgery: Forgery) async throws {
        let world = try World()
        let (_, members) = try await world.group(of: 2)
        let request = try await forgery.forge(world, members[0], members[1])
        let before = try await world.everything()
        _ = try await refusal(forgery.code) { try await world.coordinator.send(request) }
        #expect(try await world.everything() == before)
    }

    @Test func `replayed and reordered requests are refused, and told the last number (Rule Z2)`() async throws {
        let world = try World()
        let (_, members) = try await world.group(of: 1)
        let first = try await members[0].request(members[0].report())
        let second = try await members[0].request(members[0].report())
        _ = try await world.coordinator.send(second)
        let before = try await world.everything()
        for request in [first, second] {
            let error = try await refusal(.sequenceTooLow) { try await world.coordinator.send(request) }
            #expect(error.remedy == .continueAbove(sequence: second.sequence))
        }
        #expect(try await world.everything() == before)
    }

    @Test func `a machine that used up all numbers is refused, and nothing traps (Rule Z2)`() async throws {
        let world = try World()
        let (_, members) = try await world.group(of: 1)
        _ = try await world.coordinator.send(members[0].request(members[0].report(), sequence: .max))
        let again = try await members[0].request(members[0].report(), sequence: .max)
        let error = try await refusal(.sequenceTooLow) { try await world.coordinator.send(again) }
        #expect(error.remedy == .continueAbove(sequence: .max))
    }

    @Test func `an unverified request never gets past its signatures to the number (Rule Z2)`() async throws {
        let world = try World()
        let (_, members) = try await world.group(of: 1)
        var request = try await members[0].request(members[0].report())
        _ = try await world.coordinator.send(request)
        request.machineSignature = Signature([])
        _ = try await refusal(.invalidSignature) { try await world.coordinator.send(request) }
    }

    @Test func `a retired key is told apart only for whoever holds the machine key (Rule Z2)`() async throws {
        let world = try World()
        let (_, members) = try await world.group(of: 2)
        world.advance(days: 155)
        try await members[0].checkIn()
        world.advance(days: 45)
        var request = try await members[1].request(members[1].report())
        _ = try await refusal(.machineKeyExpired) { try await world.coordinator.send(request) }
        request.machineSignature = Signature([])
        _ = try await refusal(.unknownGroupKey) { try await world.coordinator.send(request) }
    }

    @Test func `a generation that retires between verification and commit authenticates nobody (Rules Z2, K2)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 155)
        try await members[0].checkIn()
        let request = try await members[1].request(members[1].report())
        // Verification reads the rows; the deadline comes forward right after.
        let storage = InterruptedStorage(world.storage, afterReads: 1) {
            try await world.coordinator.retireEarly(group, evenIfNeeded: true, by: World.alice)
        }
        let slow = RenewalCoordinator(storage: storage, crypto: world.crypto, clock: world.clock)
        _ = try await refusal(.machineKeyExpired) { try await slow.send(request) }
        #expect(try await members[1].row.membership?.generation == .first)
    }

    @Test func `an app's calls are recorded with who made them (Rule Z7)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        try await world.coordinator.setPolicy(.default, of: group, by: .app("carol"))
        #expect(try await world.history(of: group).last?.by == .app("carol"))
        #expect(try await world.history(of: group).map(\.by).prefix(2) == [World.alice, World.alice])
    }
}
