// Rule P5: the machine that was named to issue without delivery, and what is wrong with it.

/// Why the machine that was named to issue can not (Rules I2, P5).
public enum IssuerFault: String, Hashable, Sendable, CaseIterable {
    /// It has no row in the group: it left or was removed.
    case notInGroup
    /// It does not hold the current generation.
    case keyNotHeld
    /// Its agent is older than 2.23.
    case agentTooOld
}

/// A renewal that nobody can issue as things stand: only one machine was named to, and it can not (Rule P5). An operator
/// names another machine or lifts the mode, by ``RenewalAdministration/renewNow(_:delivery:by:)``; until then the renewal
/// waits, at most until the certificate expires.
public struct UnableIssuer: Hashable, Sendable {
    /// The group.
    public var group: GroupID
    /// The machine that was named.
    public var machine: MachineID
    /// Why it can not issue.
    public var fault: IssuerFault

    /// A value of these parts.
    public init(group: GroupID, machine: MachineID, fault: IssuerFault) {
        self.group = group
        self.machine = machine
        self.fault = fault
    }
}

extension MachineGroup {
    /// The one machine that may issue the open renewal or, where none is open, the one that a remembered request will
    /// open (Rule P5); `nil` where any eligible machine may.
    public var namedIssuer: MachineID? {
        if case .renewing(_, let opening) = phase { opening.delivery.issuer } else { operatorRequest?.delivery.issuer }
    }

    /// Why a machine could not issue the next certificate now (Rule I2); `nil` where it could.
    ///
    /// - Parameter machine: its row; `nil` where there is none.
    public func issuerFault(_ machine: Machine?) -> IssuerFault? {
        guard let machine, machine.group == id else { return .notInGroup }
        guard let current = phase.current, machine.membership?.generation == current.generation else {
            return .keyNotHeld
        }
        return machine.agentVersion?.canRenew == true ? nil : .agentTooOld
    }

    /// Checks that a machine named to issue without delivery could do so now (Rules I2, P5).
    ///
    /// - Throws: ``RenewalError``: `machineNotFound`, `machineNotEligible`, or what a group without a usable generation
    ///   throws.
    func requireEligible(_ machine: Machine?, named id: MachineID) throws {
        let current = try requireCurrent()
        switch issuerFault(machine) {
        case nil:
            return
        case .notInGroup:
            throw RenewalError.machineNotFound(id, in: self.id)
        case .keyNotHeld:
            throw RenewalError(
                .machineNotEligible, "machine \(id) does not hold the current generation \(current.generation)",
                details: [
                    "found": machine?.membership?.generation.description ?? "none", "needed": "\(current.generation)",
                ])
        case .agentTooOld:
            throw RenewalError(
                .machineNotEligible, "the agent of machine \(id) is older than 2.23; update it or name another machine",
                details: ["found": machine?.agentVersion?.description ?? "none", "needed": "2.23"])
        }
    }
}

extension IssuerFault {
    /// What is wrong, as part of a sentence about the machine.
    var words: String {
        switch self {
        case .notInGroup: "is not in the group any more"
        case .keyNotHeld: "does not hold the current generation"
        case .agentTooOld: "has an agent older than 2.23"
        }
    }
}
