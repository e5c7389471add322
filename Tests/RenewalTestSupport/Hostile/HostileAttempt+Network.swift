internal import RenewalCore

// What a network can do to requests on their way to an honest coordinator (Rules Z2, Z6).
extension HostileAttempt {
    package static let network: [HostileAttempt] = [
        replay("replays a check-in", ends: .sequenceTooLow) { scene, requests in
            _ = try await scene.world.coordinator.send(requests[0])
        },
        replay("reorders two check-ins", ends: .sequenceTooLow) { scene, requests in
            // Both were held back; the later one goes first.
            let machine = scene.victim
            scene.store.onSend { _ in throw LostAnswer() }
            for _ in 0..<2 { _ = try? await machine.agent.checkIn() }
            let held = scene.store.requests.suffix(2)
            for request in held.reversed() { _ = try await scene.world.coordinator.send(request) }
        },
        replay("changes the body of a request", ends: .invalidSignature) { scene, requests in
            var request = requests[0]
            request.sequence += 1
            request.body = .leave
            _ = try await scene.world.coordinator.send(request)
        },
        replay("raises the number of a request", ends: .invalidSignature) { scene, requests in
            var request = requests[0]
            request.sequence += 1
            _ = try await scene.world.coordinator.send(request)
        },
        replay("sends a request to another group", ends: .wrongGroup) { scene, requests in
            var request = requests[0]
            request.group = try await scene.world.coordinator.createGroup(named: "Other", by: .app("test"))
            _ = try await scene.world.coordinator.send(request)
        },
        replay("sends a request as another machine's", ends: .unknownMachineKey) { scene, requests in
            var request = requests[0]
            request.machine = try await scene.issuer.id()
            _ = try await scene.world.coordinator.send(request)
        },
        join("replays a join", ends: .staleJoinCounter) { scene, join in
            _ = try await scene.world.coordinator.join(join)
        },
        join("replays a join after the machine was removed", ends: .staleJoinCounter) { scene, join in
            try await scene.world.coordinator.removeMachine(join.machine, by: .app("test"))
            _ = try await scene.world.coordinator.join(join)
        },
        join("replays a join under another id", ends: .wrongPassword) { scene, join in
            var other = join
            other.machine = MachineID(Counter.id(8, 1))
            _ = try await scene.world.coordinator.join(other)
        },
        join("puts its own machine key into a join", ends: .wrongPassword) { scene, join in
            var other = join
            other.machineKey = try scene.crypto.makeKey(.new).publicKey
            _ = try await scene.world.coordinator.join(other)
        },
        join("replays a join as a rejoin", ends: .wrongPassword) { scene, join in
            var other = join
            other.operation = .rejoin
            _ = try await scene.world.coordinator.join(other)
        },
        join("counts a join up", ends: .wrongPassword) { scene, join in
            var other = join
            other.joinCounter += 1
            _ = try await scene.world.coordinator.join(other)
        },
    ]

    private static func replay(
        _ name: String, ends expected: RenewalError.Code,
        _ attack: @escaping @Sendable (HostileScene, [MachineRequest]) async throws -> Void
    ) -> HostileAttempt {
        HostileAttempt(name, rule: "Z2", ends: expected) { scene in
            try await scene.victim.agent.checkIn()
            let requests = scene.store.requests
            return try await scene.attemptOnRows { try await attack(scene, requests) }
        }
    }

    private static func join(
        _ name: String, ends expected: RenewalError.Code,
        _ attack: @escaping @Sendable (HostileScene, JoinRequest) async throws -> Void
    ) -> HostileAttempt {
        HostileAttempt(name, rule: "Z6", ends: expected) { scene in
            guard let join = scene.store.joins.first else { throw RenewalError(.notJoined, "no join was seen") }
            return try await scene.attemptOnRows { try await attack(scene, join) }
        }
    }
}

extension HostileScene {
    /// Does something to the coordinator, and says how it ended and whether it changed any machine's key or the group.
    package func attemptOnRows(_ body: () async throws -> Void) async throws -> AttemptOutcome {
        let before = try await rows()
        var code: RenewalError.Code?
        do {
            try await body()
        } catch let error as RenewalError {
            code = error.code
        }
        let after = try await rows().filter(before.contains)
        let isKept = try await rows().allSatisfy(before.contains)
        return AttemptOutcome(code: code, accepted: isKept ? nil : "rows changed: \(after)")
    }

    private func rows() async throws -> [String] {
        let group = try await world.coordinator.group(group)
        let machines = try await world.coordinator.machines(of: group.id).map { row in
            let key = row.machine.membership.map { "\($0.fingerprint) \($0.generation)" }
            return "machine \(row.machine.id) \(key ?? "imported")"
        }
        let current = group.phase.current?.fingerprint.description ?? "none"
        return machines + ["current \(current)", "password \(group.passwordRecord?.version ?? 0)"]
    }
}
