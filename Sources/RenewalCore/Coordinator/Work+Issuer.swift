// A renewal that one machine alone may issue must not wait for it in silence (Rule P5).
extension Work {
    /// Records and tells that the machine which was named to issue can not; nothing where it is not the one that was
    /// named, where it can, or where that was wrong with it before.
    ///
    /// - Parameters:
    ///   - before: the row as it was, where it was changed or removed just now; `nil` after an opening.
    ///   - after: the row as it is; `nil` where there is none.
    mutating func noteIssuer(_ id: MachineID, before: Machine? = nil, after: Machine?) throws {
        guard group.namedIssuer == id, let fault = group.issuerFault(after) else { return }
        if let before, group.issuerFault(before) == fault { return }
        tell(.issuerUnable(UnableIssuer(group: group.id, machine: id, fault: fault)))
        try record(
            .issuerUnable, rule: "P5", by: .coordinator,
            "machine \(id), which alone may issue, \(fault.words); name another machine or lift the mode",
            subject: "\(id)")
    }
}
