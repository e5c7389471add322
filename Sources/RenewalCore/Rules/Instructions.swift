/// What a machine that checked in is to do (Rules I2, I5, I7, P5), decided from rows alone.
public enum CheckInDecision: Hashable, Sendable {
    /// Nothing: it is up to date, or must wait.
    case nothing
    /// Issue the next certificate, with or without a delivery (Rules I2, P5).
    case issue(delivers: Bool)
    /// Install the current one (Rule I5).
    case install(delivery: SealedValue)
    /// Update the agent (Rule I7).
    case updateAgent
    /// Rejoin; before the issue, once that machine has issued (Rule P5).
    case rejoin(afterIssueBy: MachineID?)
    /// Replace the doubted delivery (Rule I5).
    case replaceDelivery

    /// Decides for a machine whose request was accepted under `generation`.
    ///
    /// - Parameters:
    ///   - machine: the machine's row, its agent version that of the request.
    ///   - generation: the usable generation that signed the request.
    ///   - held: the generations that the machine says it holds.
    ///   - group: settled as of now, with what was due opened.
    ///   - clockIsSuspect: whether issues are refused at present (Rule T3).
    public static func of(
        _ machine: Machine, under generation: Generation, holding held: [Generation], in group: MachineGroup,
        clockIsSuspect: Bool
    ) -> CheckInDecision {
        let canRenew = machine.agentVersion?.canRenew ?? false
        switch group.phase {
        case .renewing(_, let opening):
            if case .withoutDelivery(let issuer) = opening.delivery {
                guard machine.id == issuer else { return .rejoin(afterIssueBy: issuer) }
                if !canRenew { return .updateAgent }
                return clockIsSuspect ? .nothing : .issue(delivers: false)
            }
            if !canRenew { return .updateAgent }
            return clockIsSuspect ? .nothing : .issue(delivers: true)
        case .overlap(let current, let overlap) where generation == current.generation:
            let replaces = overlap.deliveryIsDoubted && held.contains(overlap.previous.generation)
            return replaces ? .replaceDelivery : .nothing
        case .overlap(_, let overlap):
            guard let delivery = overlap.delivery else { return .rejoin(afterIssueBy: nil) }
            return canRenew ? .install(delivery: delivery) : .updateAgent
        case .new, .imported, .stable, .keyExpired, .deleted:
            return .nothing
        }
    }

    /// The rule that decided.
    public var rule: String {
        switch self {
        case .nothing: "K1"
        case .issue: "I2"
        case .install, .replaceDelivery: "I5"
        case .updateAgent: "I7"
        case .rejoin: "P5"
        }
    }
}
