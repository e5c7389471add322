/// Where a group's first machine founds it (Rule I1). First joins go through the app (Rule Z7), so this is not part of
/// ``MachineService``; ``RenewalCoordinator`` offers it bound to the principal whom the app has authorised.
public protocol FoundingService: Sendable {
    /// Stores generation 1.
    ///
    /// - Throws: ``RenewalError``: `groupAlreadyFounded` where another machine was first (Rule I3); `staleIssue` where
    ///   the offered C and V no longer hold. Any other error means that the outcome is unknown.
    func found(_ request: JoinRequest) async throws -> JoinAnswer
}

extension RenewalAdministration {
    /// The founding service of an app that has authorised the principal to found groups.
    public func founding(by principal: Principal) -> some FoundingService {
        AdministrativeFounding(administration: self, principal: principal)
    }
}

private struct AdministrativeFounding<Administration: RenewalAdministration>: FoundingService {
    let administration: Administration
    let principal: Principal

    func found(_ request: JoinRequest) async throws -> JoinAnswer {
        try await administration.found(request, by: principal)
    }
}
