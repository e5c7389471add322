import RenewalCore
import Synchronization

/// Keeps every request that a machine sends.
final class RecordingService: MachineService {
    private let coordinator: RenewalCoordinator
    private let kept = Mutex<(joins: [JoinRequest], requests: [MachineRequest])>(([], []))

    init(_ coordinator: RenewalCoordinator) { self.coordinator = coordinator }

    var joins: [JoinRequest] { kept.withLock { $0.joins } }
    var requests: [MachineRequest] { kept.withLock { $0.requests } }

    func joinOffer(for group: GroupID) async throws -> JoinOffer { try await coordinator.joinOffer(for: group) }

    func join(_ request: JoinRequest) async throws -> JoinAnswer {
        kept.withLock { $0.joins.append(request) }
        return try await coordinator.join(request)
    }

    func send(_ request: MachineRequest) async throws -> MachineAnswer {
        kept.withLock { $0.requests.append(request) }
        return try await coordinator.send(request)
    }
}

/// Does something before a request arrives: what another process could do in that moment.
final class InterruptedService: MachineService {
    private let coordinator: RenewalCoordinator
    private let interruption = Mutex<(@Sendable (MachineRequest) async throws -> Void)?>(nil)

    init(_ coordinator: RenewalCoordinator) { self.coordinator = coordinator }

    /// What happens before the next request of that operation arrives; once.
    func before(_ operation: String, _ call: @escaping @Sendable () async throws -> Void) {
        interruption.withLock {
            $0 = { [weak self] request in
                guard request.body.operation == operation else { return }
                self?.interruption.withLock { $0 = nil }
                try await call()
            }
        }
    }

    func joinOffer(for group: GroupID) async throws -> JoinOffer { try await coordinator.joinOffer(for: group) }

    func join(_ request: JoinRequest) async throws -> JoinAnswer { try await coordinator.join(request) }

    func send(_ request: MachineRequest) async throws -> MachineAnswer {
        try await interruption.withLock { $0 }?(request)
        return try await coordinator.send(request)
    }
}

/// Lets somebody else be first.
struct RacingFounding: FoundingService {
    let coordinator: RenewalCoordinator
    let race: @Sendable () async throws -> Void

    init(coordinator: RenewalCoordinator, race: @escaping @Sendable () async throws -> Void) {
        self.coordinator = coordinator
        self.race = race
    }

    func found(_ request: JoinRequest) async throws -> JoinAnswer {
        try await race()
        return try await coordinator.found(request, by: World.alice)
    }
}

/// Keeps the request and lets it get nowhere.
final class CapturingFounding: FoundingService {
    struct Captured: Error {}

    private let kept = Mutex<JoinRequest?>(nil)

    var request: JoinRequest? { kept.withLock { $0 } }

    func found(_ request: JoinRequest) async throws -> JoinAnswer {
        kept.withLock { $0 = request }
        throw Captured()
    }
}

/// Keeps requests of one operation back, as if the machine stopped while sending them.
final class KeepingService: MachineService {
    struct Kept: Error {}

    private let coordinator: RenewalCoordinator
    private let operation: String
    private let request = Mutex<MachineRequest?>(nil)

    init(_ coordinator: RenewalCoordinator, _ operation: String = "submit") {
        self.coordinator = coordinator
        self.operation = operation
    }

    var kept: MachineRequest? { request.withLock { $0 } }

    func joinOffer(for group: GroupID) async throws -> JoinOffer { try await coordinator.joinOffer(for: group) }

    func join(_ request: JoinRequest) async throws -> JoinAnswer { try await coordinator.join(request) }

    func send(_ request: MachineRequest) async throws -> MachineAnswer {
        if request.body.operation == operation {
            self.request.withLock { $0 = request }
            throw Kept()
        }
        return try await coordinator.send(request)
    }
}
