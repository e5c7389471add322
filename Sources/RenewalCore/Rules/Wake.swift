extension MachineGroup {
    /// When the group next needs a coordinator: the instant by which stores index groups (Rules S4, S5, K1, K3).
    ///
    /// ``Instant/distantPast`` where something is due whatever the time; `nil` where nothing ever is.
    public var wakesAt: Instant? {
        if !transitions.isEmpty { return .distantPast }
        switch phase {
        case .new, .imported, .keyExpired, .deleted:
            return nil
        case .stable(let current):
            if operatorRequest != nil || policy.validityMinutes < current.validityMinutes { return .distantPast }
            return RenewalSchedule.start(of: current, under: policy)
        case .renewing(let current, _):
            return current.expiry
        case .overlap(_, let overlap):
            return overlap.deadline
        }
    }
}
