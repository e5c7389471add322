import RenewalKit

extension Story {
    /// A renewal with machines offline, one that is missed, and connections that are used in time and not.
    func regularLife() async throws {
        let policy = try RenewalPolicy(validityMinutes: 525_600, graceMinutes: 129_600)  // a year, 90 days
        let finance = try await world.makeGroup("Finance", policy: policy, machines: machines("FIN", 12))
        let issued = try await world.remember("Finance is founded", world.now)
        await world.say("I8", finance, "12 machines joined; FIN-01 was the first and issued generation 1")

        let unused = try await world.connect("payroll", to: finance)
        let used = try await world.connect("invoices", to: finance)

        // FIN-11 is offline for the whole first renewal; FIN-12 keeps an agent that is too old (Rule I7).
        try world.updateAgent(11, of: finance, to: "2.22.999")
        world.setOnline(false, 10, of: finance)
        let opening = issued.adding(minutes: 525_600 - 129_600)
        try await world.live("to a second before Finance's S", until: opening.adding(seconds: -1))
        try await world.expect(
            await world.group(finance).phase.kind == .stable, "S3", "Finance must be stable one second before S")

        // The first machine that connects issues; the issuer then goes offline, and the others need it for nothing (I5).
        try await world.live("to two days after Finance's S", until: opening.adding(days: 2))
        try await world.expect(
            await world.group(finance).phase.kind == .overlap, "I2", "Finance must have issued within a day of S")
        let issuer = try await world.remember(
            "Finance's issuer", await world.group(finance).phase.overlap?.issuer.description ?? "nobody")
        if let issuer = MachineID(issuer) { world.setOnline(false, issuer, of: finance) }
        let deadline = issued.adding(minutes: 525_600)
        try await world.expect(
            await world.group(finance).phase.overlap?.deadline == deadline, "S5",
            "Finance's deadline must be E of generation 1, \(deadline)")
        try await world.once("run invoices in the overlap") { try await world.run(used, in: finance) }
        try await world.live("to a second before Finance's D", until: deadline.adding(seconds: -1))
        try await expectStatus(10, of: finance, .pendingNewKey, "K1")
        try await world.step("to Finance's D", to: deadline)
        try await expectStatus(10, of: finance, .keyExpired, "K2")
        try await expectStatus(11, of: finance, .keyExpired, "I7")
        try await expectStatus(1, of: finance, .default, "I5")

        // The connection that was used lives on; the other must be entered again (C3, C4).
        try await world.once("run invoices after D") { try await world.run(used, in: finance) }
        await world.expectRefusal(.expiredDesktopFlowConnection, "C4", finance) {
            try await world.run(unused, in: finance)
        }
        try await world.edit(unused, "payroll", to: 2, in: finance)
        try await world.once("run payroll after D") { try await world.run(unused, in: finance) }
        try await rejoinTheMissed(finance)
    }

    /// K4: the password is regenerated on a machine that is up to date, and the machines that missed it rejoin with it.
    private func rejoinTheMissed(_ finance: GroupID) async throws {
        let old = try await world.remember(
            "the old password of Finance", world.journal.groups.first { $0.id == finance }?.password ?? "")
        try await world.regeneratePassword(of: finance, on: 1, "Finance")
        await world.expectRefusal(.supersededPassword, "K4", finance) {
            _ = try await world.agent(10, of: finance).rejoin(password: Password(chosen: old))
        }
        try await world.rejoin(10, of: finance, "FIN-11")
        try await world.rejoin(11, of: finance, "FIN-12")
        world.setOnline(true, allOf: finance)
        try world.updateAgent(11, of: finance, to: "2.51")
        try await world.step("to the day after the rejoins", days: 1)
        for index in world.members(of: finance).indices { try await expectStatus(index, of: finance, .default, "K4") }
    }
}
