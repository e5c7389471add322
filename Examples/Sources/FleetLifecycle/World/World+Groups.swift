import RenewalKit

// What happens to groups. Each operation looks first whether it is done, so that it can be repeated.
extension World {
    /// Makes a group and lets its machines join, the first one founding it (Rules I1, I8).
    func makeGroup(
        _ name: String, id: GroupID? = nil, policy: RenewalPolicy = .default,
        machines: [(name: String, version: String)]
    ) async throws -> GroupID {
        let id = id ?? journal.id("group", name)
        let password = try await remember("the password of \(name)", randomPassword())
        try await once("make \(name)") {
            if try await row(id) == nil {
                _ = try await coordinator.createGroup(named: name, id: id, policy: policy, by: .app("admin"))
            }
            journal.groups.append(Journal.Group(id: id, name: name, password: password))
            for machine in machines { try await join(machine.name, version: machine.version, to: id) }
        }
        return id
    }

    /// Lets a machine join with the group's password. A join whose answer was lost goes on from the vault (Rule Z6).
    func join(_ name: String, version: String, to group: GroupID) async throws {
        let password = journal.groups.first { $0.id == group }?.password ?? ""
        let member = Journal.Member(
            id: journal.id("machine", "\(group)/\(name)"), name: name, version: try AgentVersion(version))
        let agent = agent(of: member)
        if try await agent.summary()?.isMember != true {
            _ = try await agent.join(
                group, name: Name(name), password: Password(chosen: password),
                founding: coordinator.founding(by: .app("admin")))
        }
        change(group) { $0.members.append(member) }
    }

    /// Gives a group a new password on one of its machines (Rule K5).
    func regeneratePassword(of group: GroupID, on index: Int, _ name: String) async throws {
        // Known before it is set: a password that was set and lost would have to be regenerated again.
        let password = try await remember("the new password of \(name)", randomPassword())
        let version = try await remember("the password version of \(name)", await passwordVersion(of: group))
        try await once("regenerate the password of \(name)") {
            if try await passwordVersion(of: group) == version {
                try await agent(index, of: group).changePassword(to: Password(chosen: password))
            }
            change(group) { $0.password = password }
        }
    }

    /// Lets a machine that missed a renewal rejoin with the group's password (Rule K4).
    func rejoin(_ index: Int, of group: GroupID, _ name: String) async throws {
        try await once("rejoin \(name)") {
            let agent = agent(index, of: group)
            let isJoining = try await agent.summary()?.isJoining
            if try await status(index, of: group) == .default, isJoining == false { return }
            let password = journal.groups.first { $0.id == group }?.password ?? ""
            _ = try await agent.rejoin(password: Password(chosen: password))
        }
    }

    /// Starts a renewal (Rule P5), where none is open.
    func renewNow(_ group: GroupID, _ name: String) async throws {
        try await once("renew \(name)") {
            guard try await self.group(group).phase.opening == nil else { return }
            _ = try await coordinator.renewNow(group, by: .app("admin"))
        }
    }

    /// Deletes a group (Rule G1); its machines are not heard of again.
    func deleteGroup(_ group: GroupID, _ name: String) async throws {
        try await once("delete \(name)") {
            if try await row(group)?.phase.kind != .deleted {
                try await coordinator.deleteGroup(group, by: .app("admin"))
            }
            change(group) { for index in $0.members.indices { $0.members[index].isGone = true } }
        }
    }

    private func passwordVersion(of group: GroupID) async throws -> UInt64 {
        try await row(group)?.passwordRecord?.version ?? 0
    }

    private func randomPassword() -> String {
        var generator = SystemRandomNumberGenerator()
        return Password.random(using: &generator).reveal()
    }
}
