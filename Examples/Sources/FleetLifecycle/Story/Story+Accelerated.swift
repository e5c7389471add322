import RenewalKit

extension Story {
    /// P1 to P6: what an operator's changes do, and what they do not.
    func accelerated() async throws {
        let ops = try await world.makeGroup("Operations", machines: machines("OPS", 8))
        await world.say("I8", ops, "8 machines joined, with the default policy (Rule S1)")
        try await world.live("thirty days of Operations", days: 30)

        // A shorter validity makes a renewal due at once; it lasts G from the issue (P2, S5).
        let short = try RenewalPolicy(validityMinutes: 259_200, graceMinutes: 64_800)  // 180 days, 45 days
        try await world.once("shorten the validity of Operations") {
            try await world.coordinator.setPolicy(short, of: ops, by: .app("admin"))
        }
        try await world.step("to the day after the shortening", days: 1)
        try await world.expect(
            await world.group(ops).phase.opening?.reason == .policyChange, "P2",
            "a shorter validity must open a renewal")
        let issued = try await world.remember("Operations has issued", world.now)
        let deadline = issued.adding(minutes: 64_800)
        try await world.expect(
            await world.group(ops).phase.overlap?.deadline == deadline, "S5",
            "an accelerated renewal must last G from its issue")
        try await world.live("to a day after Operations' D", until: deadline.adding(days: 1))
        try await world.expect(
            await world.group(ops).phase.kind == .stable, "K2", "the accelerated renewal must be closed after G")

        // A longer validity does nothing now (P3); the certificate keeps its dates (P1).
        let expiry = try await world.remember(
            "Operations' expiry", await world.group(ops).phase.current?.expiry.description ?? "none")
        try await world.once("lengthen the validity of Operations") {
            try await world.coordinator.setPolicy(.default, of: ops, by: .app("admin"))
        }
        try await world.step("to two days after the lengthening", days: 2)
        try await world.expect(
            await world.group(ops).phase.kind == .stable, "P3", "a longer validity must open nothing")
        try await world.expect(
            await world.group(ops).phase.current?.expiry.description == expiry, "P1",
            "the certificate must keep its dates")

        // Renew now, asked for first as a plan (P5, P6).
        try await world.say("P6", ops, await planOfRenewNow(ops))
        try await world.renewNow(ops, "Operations")
        await world.expectRefusal(.renewalAlreadyOpen, "P5", ops) {
            _ = try await world.coordinator.renewNow(ops, by: .app("admin"))
        }
        try await world.live("two days of Operations' renewal", days: 2)
        try await world.expect(
            await world.group(ops).phase.kind == .overlap, "P5", "renew now must lead to a new certificate")
    }

    private func planOfRenewNow(_ group: GroupID) async throws -> String {
        let plan = try await world.coordinator.plan(.renewNow(group, .toMembers), by: .app("admin"))
        return "plan of renew now: \(plan.groups.first?.misses.count ?? 0) machines would miss it"
    }
}
