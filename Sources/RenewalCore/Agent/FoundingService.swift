/// Where a group's first machine founds it (Rule I1). First joins go through the app (Rule Z7), so this is not part of
/// ``MachineService``; ``RenewalCoordinator`` offers it bound to the principal whom the app has authorised.
public protocol FoundingService: Sendable {
    /// Stores generation 1.
    ///
    /// - Throws: ``RenewalError``: `groupAlreadyFounded` where another machine was first (Rule I3); `staleIssue` where
    ///   the offered C and V no longer hold. Any other error means that the outcome is unknown.
    func found(_ request: JoinRequest) async throws -> JoinAnswer
}
