package import RenewalCore
internal import Synchronization

/// A coordinator, or a store behind one, that may answer anything: each call goes to a handler that has the honest
/// service at hand and may call it, change what it says, lose its answer, or make an answer up.
package final class HostileService: MachineService, FoundingService {
    package typealias SendHandler = @Sendable (MachineRequest) async throws -> MachineAnswer
    package typealias JoinHandler = @Sendable (JoinRequest) async throws -> JoinAnswer
    package typealias OfferHandler = @Sendable (GroupID) async throws -> JoinOffer

    private struct Handlers {
        var send: SendHandler?
        var join: JoinHandler?
        var offer: OfferHandler?
        var requests: [MachineRequest] = []
        var joins: [JoinRequest] = []
    }

    package let honest: RenewalCoordinator
    private let handlers = Mutex(Handlers())

    package init(_ honest: RenewalCoordinator) { self.honest = honest }

    /// How requests are answered from now on; `nil` honestly.
    package func onSend(_ handler: SendHandler?) { handlers.withLock { $0.send = handler } }
    /// How joins are answered from now on; `nil` honestly.
    package func onJoin(_ handler: JoinHandler?) { handlers.withLock { $0.join = handler } }
    /// What is offered to joiners from now on; `nil` the truth.
    package func onOffer(_ handler: OfferHandler?) { handlers.withLock { $0.offer = handler } }

    /// Every request that was sent here.
    package var requests: [MachineRequest] { handlers.withLock { $0.requests } }
    /// Every join that was sent here.
    package var joins: [JoinRequest] { handlers.withLock { $0.joins } }

    package func joinOffer(for group: GroupID) async throws -> JoinOffer {
        if let handler = handlers.withLock({ $0.offer }) { return try await handler(group) }
        return try await honest.joinOffer(for: group)
    }

    package func join(_ request: JoinRequest) async throws -> JoinAnswer {
        let handler = handlers.withLock { handlers in
            handlers.joins.append(request)
            return handlers.join
        }
        if let handler { return try await handler(request) }
        return try await honest.join(request)
    }

    package func found(_ request: JoinRequest) async throws -> JoinAnswer {
        let handler = handlers.withLock { handlers in
            handlers.joins.append(request)
            return handlers.join
        }
        if let handler { return try await handler(request) }
        return try await honest.found(request, by: .app("test"))
    }

    package func send(_ request: MachineRequest) async throws -> MachineAnswer {
        let handler = handlers.withLock { handlers in
            handlers.requests.append(request)
            return handlers.send
        }
        if let handler { return try await handler(request) }
        return try await honest.send(request)
    }
}

/// What a network does to an answer: the outcome is unknown.
package struct LostAnswer: Error, Equatable {
    package init() {}
}
