import RenewalSimulation

extension AgentJournal {
    /// Who missed a renewal, without reasons: whose newest private key was of the generation that a closing retired or
    /// an expiry took down.
    ///
    /// What the store says has no part in it but how many certificates were issued and when each renewal ended, who left
    /// and who was removed.
    static func misses(
        _ entries: [Entry], _ testimony: Witness.Testimony, _ machines: [MachineID: NewMachine]
    ) -> [ForecastEvent] {
        let departures = Dictionary(
            testimony.history.compactMap { entry -> (MachineID, Instant)? in
                guard entry.action == "machineLeft" || entry.action == "machineRemoved" else { return nil }
                return MachineID(entry.subject).map { ($0, entry.at) }
            }, uniquingKeysWith: min)
        return testimony.events.filter(\.kind.endsRenewal).flatMap { end -> [ForecastEvent] in
            var newest: [MachineID: Generation] = [:]
            for entry in entries where entry.at < end.instant && machines[entry.machine]?.group == end.group {
                newest[entry.machine] = entry.newest
            }
            let issues = testimony.history.count { entry in
                entry.group == end.group && entry.action == "certificateIssued" && entry.at < end.instant
            }
            guard let current = Generation(UInt64(issues) + 1) else { return [] }
            return newest.keys.sorted().compactMap { machine in
                guard let held = newest[machine], departures[machine].map({ $0 >= end.instant }) ?? true,
                    end.kind == .groupExpires ? held == current : held.next == current
                else { return nil }
                return ForecastEvent(
                    instant: end.instant, kind: .machineMissed, group: end.group, groupName: end.groupName,
                    machine: machine, machineName: machines[machine]?.name,
                    rule: end.kind == .groupExpires ? "K3" : "K2")
            }
        }
    }
}

extension ForecastEvent.Kind {
    fileprivate var endsRenewal: Bool { self == .renewalCloses || self == .groupExpires }
}
