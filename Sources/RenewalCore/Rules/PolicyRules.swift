// Section P: what an operator's wishes do to a group.
extension MachineGroup {
    /// What asking for a renewal came to (Rule P5).
    public enum RenewNowResult: String, Hashable, Sendable, CaseIterable {
        /// It opened.
        case opened
        /// It is remembered until the overlap closes.
        case remembered
        /// The open renewal is now without delivery, or another machine is named.
        case converted
        /// The open renewal, or the remembered request, is with delivery again.
        case lifted
    }

    /// Starts a renewal, or changes how the open one delivers (Rule P5). The group is settled as of `now`.
    ///
    /// - Throws: ``RenewalError``: `renewalAlreadyOpen`, or what a group without a usable generation throws.
    mutating func renewNow(_ request: OperatorRequest) throws -> RenewNowResult {
        _ = try requireCurrent()
        switch phase {
        case .stable:
            try open(Opening(at: request.at, reason: .operator, by: request.by, delivery: request.delivery))
            return .opened
        case .renewing(let current, var opening):
            guard opening.delivery != request.delivery else {
                throw RenewalError(
                    .renewalAlreadyOpen, "a renewal of group \(id) is already open since \(opening.at)",
                    details: ["found": "renewing", "needed": "stable or overlap"])
            }
            opening.delivery = request.delivery
            phase = .renewing(current: current, opening)
            return request.delivery == .toMembers ? .lifted : .converted
        case .overlap:
            let lifts = operatorRequest.map { $0.delivery != .toMembers && request.delivery == .toMembers } ?? false
            if let remembered = operatorRequest, remembered.delivery == request.delivery { return .remembered }
            operatorRequest = request
            return lifts ? .lifted : .remembered
        case .new, .imported, .keyExpired, .deleted:
            throw RenewalError.groupNotFound(id)
        }
    }

    /// What a renewal that is due opens with (Rule S4); `nil` where none is due.
    func dueOpening(at now: Instant, foundBy principal: Principal) -> Opening? {
        guard let reason = RenewalSchedule.dueReason(of: self, at: now) else { return nil }
        return Opening(
            at: now, reason: reason, by: reason == .operator ? operatorRequest?.by ?? principal : principal,
            delivery: reason == .operator ? operatorRequest?.delivery ?? .toMembers : .toMembers)
    }
}
