import RenewalKit

// How time passes: by steps, each an instant at which the coordinator sweeps and every machine online checks in.
extension World {
    /// Lets days pass until an instant. Days on which nothing is due are jumped over: no group wakes and none is open.
    func live(_ name: String, until end: Instant) async throws {
        try await once("live \(name)") { try await live(until: end) }
    }

    /// Lets that many days pass.
    func live(_ name: String, days: Int) async throws {
        try await once("live \(name)") { try await live(until: journal.began.adding(days: days)) }
    }

    /// Moves to an instant in one step.
    func step(_ name: String, to instant: Instant) async throws {
        try await once("step \(name)") { try await move(to: instant) }
    }

    /// Moves on by that many days in one step.
    func step(_ name: String, days: Int) async throws {
        try await once("step \(name)") { try await move(to: journal.began.adding(days: days)) }
    }

    private func live(until end: Instant) async throws {
        // Interrupted at that instant: some machines have checked in, and do so once more.
        if journal.moves > 0 { try await move(to: now) }
        while now < end {
            let wake = try await coordinator.groups().groups.compactMap(\.wakesAt).min()
            let next: Instant
            if try await hasOpenRenewalWithWork() {
                next = min(now.adding(days: 1), end)
            } else {
                next = min(max(wake ?? end, now.adding(seconds: 1)), end)
                journal.daysJumped += max(0, next.seconds(since: now) / 86_400 - 1)
            }
            try await move(to: next)
        }
    }

    /// Moves the clock, sweeps, and lets every machine that is online check in once, in order.
    private func move(to instant: Instant) async throws {
        journal.now = instant
        journal.moves += 1
        try save()
        clock.advance(by: .seconds(instant.seconds(since: now)))
        try await coordinator.sweep()
        for group in journal.groups {
            for member in group.members where member.isOnline && !member.isGone {
                try await checkIn(member, of: group.id)
            }
        }
        try await follow()
    }

    private func checkIn(_ member: Journal.Member, of group: GroupID) async throws {
        journal.checkIns += 1
        do {
            let report = try await agent(of: member).checkIn()
            if report.events.contains(.mustUpdateAgent) {
                await say("I7", group, "\(member.name): the agent \(member.version) must be updated")
            }
        } catch let error as RenewalError
            where [.machineKeyExpired, .groupKeyExpired, .groupNotFound].contains(error.code)
        {
            await say(error.code == .machineKeyExpired ? "K2" : "K3", group, "\(member.name): \(error.code)")
            setOnline(false, member.id, of: group)
        }
    }

    /// Whether a machine that is online has still something to do in an open renewal.
    private func hasOpenRenewalWithWork() async throws -> Bool {
        for group in journal.groups {
            guard let row = try? await self.group(group.id), row.phase.opening != nil else { continue }
            let statuses = try await coordinator.machines(of: group.id)
            let online = Set(group.members.filter { $0.isOnline && !$0.isGone && $0.version.canRenew }.map(\.id))
            if statuses.contains(where: { $0.status == .pendingNewKey && online.contains($0.machine.id) }) {
                return true
            }
        }
        return false
    }
}
