import RenewalKit

/// Ten years of five groups, in which everything happens that can happen to a group, each checked against dates that are
/// worked out here from the rules' numbers and not asked of the library.
struct Story {
    let world: World
    let start: Instant
    var end: Instant { start.adding(days: 3_650) }

    private static let current = "2.50"

    func tell() async throws {
        try await regularLife()
        try await accelerated()
        try await missedByAll()
        try await world.live(until: end)
    }

    // A group with the defaults and one with a short validity, so that a decade holds several renewals.
    private func regularLife() async throws {
        let names = (1...12).map { (name: "FIN-\(pad2($0))", version: Self.current) }
        let policy = try RenewalPolicy(validityMinutes: 525_600, graceMinutes: 129_600)  // a year, 90 days
        let finance = try await world.makeGroup("Finance", policy: policy, machines: names)
        let issued = world.now
        world.narrator.say(world.now, "I8", finance, "12 machines joined; FIN-01 was the first and issued generation 1")

        let unused = try await connect("payroll", to: finance)
        let used = try await connect("invoices", to: finance)

        // FIN-11 is offline for the whole first renewal; FIN-12 keeps an agent that is too old (Rule I7).
        try world.updateAgent(11, of: finance, to: "2.22.999")
        setOnline(10, false, finance)
        try await world.live(until: issued.adding(minutes: 525_600 - 129_600).adding(seconds: -1))
        var group = try await world.coordinator.group(finance)
        world.narrator.expect(group.phase.kind == .stable, "S3", "Finance must be stable one second before S")

        // The first machine that connects issues; the issuer then goes offline, and the others need it for nothing (I5).
        try await world.live(until: issued.adding(minutes: 525_600 - 129_600).adding(days: 2))
        group = try await world.coordinator.group(finance)
        world.narrator.expect(group.phase.kind == .overlap, "I2", "Finance must have issued within a day of S")
        if let issuer = group.phase.overlap?.issuer { world.setOnline(false, issuer, of: finance) }
        let deadline = issued.adding(minutes: 525_600)
        world.narrator.expect(
            group.phase.overlap?.deadline == deadline, "S5", "Finance's deadline must be E of generation 1, \(deadline)"
        )
        try await run(used, in: finance)
        try await world.live(until: deadline.adding(seconds: -1))
        try await expectStatus(10, of: finance, .pendingNewKey, "K1")
        try await world.step(to: deadline)
        try await expectStatus(10, of: finance, .keyExpired, "K2")
        try await expectStatus(11, of: finance, .keyExpired, "I7")
        try await expectStatus(1, of: finance, .default, "I5")

        // The connection that was used lives on; the other must be entered again (C3, C4).
        try await run(used, in: finance)
        await world.narrator.expectRefusal(.expiredDesktopFlowConnection, "C4", at: world.now, finance) {
            try await self.run(unused, in: finance)
        }
        try await edit(unused, in: finance)
        try await run(unused, in: finance)

        try await rejoinTheMissed(finance)
    }

    // K4: the password is regenerated on a machine that is up to date, and the machines that missed it rejoin with it.
    private func rejoinTheMissed(_ finance: GroupID) async throws {
        guard let members = world.members[finance], let old = world.passwords[finance] else {
            return world.narrator.expect(false, "K4", "Finance must have machines and a password")
        }
        let new = try await members[1].agent.regeneratePassword()
        world.passwords[finance] = new
        try await world.narrator.follow(world.coordinator)
        await world.narrator.expectRefusal(.supersededPassword, "K4", at: world.now, finance) {
            _ = try await members[10].agent.rejoin(password: old)
        }
        for index in [10, 11] { _ = try await members[index].agent.rejoin(password: new) }
        for member in members { world.setOnline(true, member.id, of: finance) }
        try world.updateAgent(11, of: finance, to: "2.51")
        try await world.step(to: world.now.adding(days: 1))
        for index in members.indices { try await expectStatus(index, of: finance, .default, "K4") }
        try await world.narrator.follow(world.coordinator)
    }

    // P1 to P5: what an operator's changes do, and what they do not.
    private func accelerated() async throws {
        let names = (1...8).map { (name: "OPS-\(pad2($0))", version: Self.current) }
        let ops = try await world.makeGroup("Operations", machines: names)
        world.narrator.say(world.now, "I8", ops, "8 machines joined, with the default policy (Rule S1)")
        try await world.live(until: world.now.adding(days: 30))

        // A shorter validity makes a renewal due at once; it lasts G from the issue (P2, S5).
        let short = try RenewalPolicy(validityMinutes: 259_200, graceMinutes: 64_800)  // 180 days, 45 days
        try await world.coordinator.setPolicy(short, of: ops, by: .app("admin"))
        try await world.step(to: world.now.adding(days: 1))
        var group = try await world.coordinator.group(ops)
        world.narrator.expect(
            group.phase.opening?.reason == .policyChange, "P2", "a shorter validity must open a renewal")
        let issued = world.now
        world.narrator.expect(
            group.phase.overlap?.deadline == issued.adding(minutes: 64_800), "S5",
            "an accelerated renewal must last G from its issue")
        try await world.live(until: issued.adding(minutes: 64_800).adding(days: 1))
        group = try await world.coordinator.group(ops)
        world.narrator.expect(group.phase.kind == .stable, "K2", "the accelerated renewal must be closed after G")

        // A longer validity does nothing now (P3); the certificate keeps its dates (P1).
        let before = group.phase.current?.expiry
        try await world.coordinator.setPolicy(.default, of: ops, by: .app("admin"))
        try await world.step(to: world.now.adding(days: 2))
        group = try await world.coordinator.group(ops)
        world.narrator.expect(group.phase.kind == .stable, "P3", "a longer validity must open nothing")
        world.narrator.expect(group.phase.current?.expiry == before, "P1", "the certificate must keep its dates")

        // Renew now, asked for first as a plan (P5, P6).
        let plan = try await world.coordinator.plan(.renewNow(ops, .toMembers), by: .app("admin"))
        world.narrator.say(
            world.now, "P6", ops, "plan of renew now: \(plan.groups.first?.misses.count ?? 0) machines would miss it")
        _ = try await world.coordinator.renewNow(ops, by: .app("admin"))
        await world.narrator.expectRefusal(.renewalAlreadyOpen, "P5", at: world.now, ops) {
            _ = try await world.coordinator.renewNow(ops, by: .app("admin"))
        }
        try await world.live(until: world.now.adding(days: 2))
        group = try await world.coordinator.group(ops)
        world.narrator.expect(group.phase.kind == .overlap, "P5", "renew now must lead to a new certificate")
    }

    // K3: nobody connects in the whole renewal. G1: the way out is to delete the group and create it again.
    private func missedByAll() async throws {
        let names = (1...4).map { (name: "LAB-\(pad2($0))", version: Self.current) }
        let policy = try RenewalPolicy(validityMinutes: 129_600, graceMinutes: 64_800)  // the least: 90 days, 45 days
        let lab = try await world.makeGroup("Lab", policy: policy, machines: names)
        let issued = world.now
        world.narrator.say(world.now, "I8", lab, "4 machines joined, and all of them go offline")
        let broken = try await connect("reports", to: lab)
        for member in world.members[lab] ?? [] { world.setOnline(false, member.id, of: lab) }
        try await world.live(until: issued.adding(minutes: 129_600))
        let group = try await world.coordinator.group(lab)
        world.narrator.expect(group.phase.kind == .keyExpired, "K3", "Lab must be expired at E")
        await world.narrator.expectRefusal(.groupKeyExpired, "K3", at: world.now, lab) {
            try await world.join("LAB-05", version: Self.current, to: lab)
        }
        try await world.coordinator.deleteGroup(lab, by: .app("admin"))
        try await world.narrator.follow(world.coordinator)
        await world.narrator.expectRefusal(.groupNotFound, "C5", at: world.now, lab) {
            try await self.run(broken, in: lab)
        }
        for index in (world.members[lab] ?? []).indices { world.members[lab]?[index].isGone = true }

        let again = try await world.makeGroup("Lab again", policy: policy, machines: names)
        try await world.coordinator.moveConnection(broken, to: again, by: .app("admin"))
        try await edit(broken, in: again)
        try await run(broken, in: again)
        try await world.narrator.follow(world.coordinator)
    }
}

// Connections, as an app enters and runs them.
extension Story {
    private func connect(_ name: String, to group: GroupID) async throws -> ConnectionID {
        let id = ConnectionID.random()
        world.narrator.name(id, name)
        let copies = try await seal(id, revision: 1, for: group)
        try await world.coordinator.createConnection(
            NewConnection(id: id, group: group, name: Name(name), copies: copies), by: .app("admin"))
        return id
    }

    private func edit(_ id: ConnectionID, in group: GroupID) async throws {
        let row = try await world.coordinator.storage.read([.connection(id)]).connection(id)
        let copies = try await seal(id, revision: (row?.revision ?? 0) + 1, for: group)
        try await world.coordinator.editConnection(ConnectionEdit(id: id, copies: copies), by: .app("admin"))
    }

    /// Seals credentials to what a machine of the group has trusted, not to what the store says (Rule C1).
    private func seal(_ id: ConnectionID, revision: UInt64, for group: GroupID) async throws -> [CredentialCopy] {
        let member = world.members[group]?.first { !$0.isGone }
        guard let trusted = try await member?.agent.summary()?.trusted else { return [] }
        var sealer = Sealer(group: group, trust: .remembered(trusted), crypto: StandardCrypto())
        let offer = try await world.coordinator.sealingOffer(for: group, after: nil)
        return try sealer.seal(
            WindowsCredentials(userName: "CONTOSO\\robot", password: "a secret that is never printed"), connection: id,
            revision: revision, offer: offer)
    }

    private func run(_ id: ConnectionID, in group: GroupID) async throws {
        let online = (world.members[group] ?? []).filter { $0.isOnline && !$0.isGone }
        let assignment = try await world.coordinator.assignRun(of: id, among: online.map(\.id), by: .app("scheduler"))
        guard let member = online.first(where: { $0.id == assignment.machine }) else {
            return world.narrator.expect(false, "C2", "the run must go to a machine that is online")
        }
        let user = try await member.agent.run(assignment) { $0.userName }
        world.narrator.expect(user == "CONTOSO\\robot", "C2", "the run must see the credentials that were entered")
        try await world.narrator.follow(world.coordinator)
    }

    private func setOnline(_ index: Int, _ isOnline: Bool, _ group: GroupID) {
        world.members[group]?[index].isOnline = isOnline
    }

    private func expectStatus(
        _ index: Int, of group: GroupID, _ expected: KeyDeliveryStatus, _ rule: String
    ) async throws {
        let found = try await world.status(index, of: group)
        let name = world.members[group]?[index].name ?? ""
        world.narrator.expect(
            found == expected, rule, "\(name) must be \(expected), and is \(found.map { "\($0)" } ?? "gone")")
    }
}

func pad2(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
