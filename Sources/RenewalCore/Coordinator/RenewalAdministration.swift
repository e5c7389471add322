/// Everything that apps call (Rule Z7). The app decides who may; each call names who did, for the history.
///
/// ``RenewalCoordinator`` conforms. Not meant to be offered to a network as it is.
public protocol RenewalAdministration: Sendable {
    /// Does the command. A throw of ``RenewalError`` is a refusal, and nothing changed.
    func perform(_ command: AdministrativeCommand, by principal: Principal) async throws -> CommandResult

    /// Says what the command would do, by the same code, and stores nothing (Rule P6).
    func plan(_ command: AdministrativeCommand, by principal: Principal) async throws -> Plan

    /// Admits the first machine of a group (Rule I1).
    func found(_ request: JoinRequest, by principal: Principal) async throws -> JoinAnswer

    /// What to seal credentials to, with certificates and links after the generation that the sealer trusts, or all
    /// (Rule C1).
    func sealingOffer(for group: GroupID, after trusted: Generation?) async throws -> SealingOffer

    /// Gives a run of a connection to a machine of its target (Rules C2, C5).
    ///
    /// - Parameters:
    ///   - connection: the connection to run.
    ///   - candidates: the machines to choose from, in order of preference, such as those known to be online; `nil` for
    ///     any.
    ///   - principal: who asked for the run.
    func assignRun(
        of connection: ConnectionID, among candidates: [MachineID]?, by principal: Principal
    ) async throws -> RunAssignment

    /// Which connections depend on which generations of a group (Rule C6).
    func census(of group: GroupID) async throws -> Census
}
