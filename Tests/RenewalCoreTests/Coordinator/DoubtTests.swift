import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rule I5: a delivered key that does not match, and its replacement.
struct DoubtTests {
    /// A group in its overlap, and one machine that still has to install.
    private func overlap(_ world: World) async throws -> (GroupID, issuer: Member, late: Member) {
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 155)
        try await members[0].checkIn()
        return (group, members[0], members[1])
    }

    /// What somebody with access to the store could do to the delivery.
    private func damage(_ world: World, _ group: GroupID) async throws {
        try await world.storage.transact(TransactionRequest(groups: [group], reads: [.group(group)])) { rows in
            guard var row = rows.group(group), case .overlap(let current, var overlap) = row.phase else {
                return TransactionDecision(outcome: ())
            }
            let context = DeliveryContext(
                group: group, generation: current.generation, certificate: current.fingerprint,
                recipient: overlap.previous.fingerprint)
            overlap.delivery = try world.crypto.seal(
                world.crypto.makeKey(.new).secret, to: overlap.previous.publicKey, context: .delivery(context))
            row.phase = .overlap(current: current, overlap)
            return TransactionDecision(changes: [.updateGroup(row)], outcome: ())
        }
    }

    @Test func `it is reported, and any machine that holds both replaces delivery and package (Rule I5)`() async throws
    {
        let world = try World()
        let (group, issuer, late) = try await overlap(world)
        try await damage(world, group)
        let report = try await late.checkIn()
        #expect(report.events.map(\.rule) == ["I5"] && late.held == [1])
        #expect(try await world.coordinator.group(group).phase.overlap?.deliveryIsDoubted == true)
        #expect(try await world.history(of: group).last?.action == "deliveryDoubted")
        #expect(try await issuer.checkIn().events == [.replacedDelivery(#require(Generation(2)))])
        let after = try await world.coordinator.group(group).phase
        #expect(after.overlap?.deliveryIsDoubted == false)
        #expect(try await late.checkIn().events == [.installed(try issuer.pin)])
        #expect(late.held == [1, 2])
        #expect(try await late.status == .default)
        try await world.machine().join(group)
    }

    @Test func `a doubt is noted once, about the current certificate alone (Rule I5)`() async throws {
        let world = try World()
        let (group, _, late) = try await overlap(world)
        let count = try await world.history(of: group).count
        let current = try #require(try await world.coordinator.group(group).phase.current)
        for (doubts, expected) in [(Fingerprint.zero, 0), (current.fingerprint, 1), (current.fingerprint, 1)] {
            let body = CheckIn(
                agentVersion: try AgentVersion("2.23"), trusted: .first, held: [.first], doubts: doubts)
            _ = try await world.coordinator.send(late.request(.checkIn(body)))
            #expect(try await world.history(of: group).count == count + expected)
        }
    }

    @Test func `a delivery that there is not can not be doubted (Rules I5, P5)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 1)
        let named = DeliveryMode.withoutDelivery(issuer: try members[0].id)
        _ = try await world.coordinator.renewNow(group, delivery: named, by: World.alice)
        try await members[0].checkIn()
        let current = try #require(try await world.coordinator.group(group).phase.current)
        let body = CheckIn(
            agentVersion: try AgentVersion("2.23"), trusted: .first, held: [.first], doubts: current.fingerprint)
        _ = try await world.coordinator.send(members[1].request(.checkIn(body)))
        #expect(try await world.coordinator.group(group).phase.overlap?.deliveryIsDoubted == false)
        #expect(try await members[0].checkIn().events.isEmpty)
    }
}
