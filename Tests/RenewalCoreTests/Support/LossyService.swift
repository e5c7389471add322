import RenewalCore
import Synchronization

/// A machine's way to the coordinator, on which messages can be lost.
final class LossyService: MachineService {
    /// What was lost.
    enum Lost: Error, Hashable { case request, answer }

    private let coordinator: RenewalCoordinator
    private let losses = Mutex<[Lost?]>([])

    init(_ coordinator: RenewalCoordinator) { self.coordinator = coordinator }

    /// What becomes of the next calls, one after the other; those after them arrive.
    func next(_ losses: Lost?...) { next(losses) }

    func next(_ losses: [Lost?]) { self.losses.withLock { $0 = losses } }

    func joinOffer(for group: GroupID) async throws -> JoinOffer { try await coordinator.joinOffer(for: group) }

    func join(_ request: JoinRequest) async throws -> JoinAnswer {
        try await pass { try await coordinator.join(request) }
    }

    func send(_ request: MachineRequest) async throws -> MachineAnswer {
        try await pass { try await coordinator.send(request) }
    }

    private func pass<Answer>(_ call: () async throws -> Answer) async throws -> Answer {
        let loss = losses.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if loss == .request { throw Lost.request }
        let answer = try await call()
        if loss == .answer { throw Lost.answer }
        return answer
    }
}
