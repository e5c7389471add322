import RenewalSimulation

/// A machine's way to the coordinator: while the machine is away, its request waits until it is back.
struct OnlineService: MachineService {
    let service: any MachineService
    let presence: Presence
    let clock: TurnTaker

    func send(_ request: MachineRequest) async throws -> MachineAnswer {
        try await waitUntilOnline()
        return try await service.send(request)
    }

    func joinOffer(for group: GroupID) async throws -> JoinOffer { try await service.joinOffer(for: group) }

    func join(_ request: JoinRequest) async throws -> JoinAnswer { try await service.join(request) }

    private func waitUntilOnline() async throws {
        let now = clock.now()
        guard let back = presence.next(from: now) else {
            while true { try await clock.sleep(until: .distantFuture) }
        }
        if back > now { try await clock.sleep(until: back) }
    }
}
