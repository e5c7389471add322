import RenewalKit

extension Story {
    /// K3: nobody connects in the whole renewal. G1: the way out is to delete the group and create it again.
    func missedByAll() async throws {
        let policy = try RenewalPolicy(validityMinutes: 129_600, graceMinutes: 64_800)  // the least: 90 days, 45 days
        let lab = try await world.makeGroup("Lab", policy: policy, machines: machines("LAB", 4))
        let issued = try await world.remember("Lab is founded", world.now)
        await world.say("I8", lab, "4 machines joined, and all of them go offline")
        let broken = try await world.connect("reports", to: lab)
        world.setOnline(false, allOf: lab)
        try await world.live("to Lab's E", until: issued.adding(minutes: 129_600))
        try await world.expect(await world.group(lab).phase.kind == .keyExpired, "K3", "Lab must be expired at E")
        await world.expectRefusal(.groupKeyExpired, "K3", lab) {
            try await world.join("LAB-05", version: Self.current, to: lab)
        }
        try await world.deleteGroup(lab, "Lab")
        await world.expectRefusal(.groupNotFound, "C5", lab) { try await world.run(broken, in: lab) }

        let again = try await world.makeGroup("Lab again", policy: policy, machines: machines("LAB", 4))
        try await world.once("move reports to Lab again") {
            try await world.coordinator.moveConnection(broken, to: again, by: .app("admin"))
        }
        try await world.edit(broken, "reports", to: 2, in: again)
        try await world.once("run reports in Lab again") { try await world.run(broken, in: again) }
    }
}
