/// Everything that machines call, and the only thing meant to be offered to a network (Rule Z7).
///
/// ``RenewalCoordinator`` conforms. A client that carries the values over a network can stand in its place without the
/// agent knowing: every request is signed, and an agent takes nothing in an answer on trust.
///
/// A throw of ``RenewalError`` is the coordinator's refusal, and nothing changed. Any other error means that the
/// outcome is unknown; the agent asks again and finds out.
public protocol MachineService: Sendable {
    /// What a machine needs to know before it can sign a join (Rule Z6).
    func joinOffer(for group: GroupID) async throws -> JoinOffer

    /// Joins or rejoins a living group with its password (Rules I8, K4). First joins go through the app.
    func join(_ request: JoinRequest) async throws -> JoinAnswer

    /// Any request of a member (Rule Z2).
    func send(_ request: MachineRequest) async throws -> MachineAnswer
}
