package import RenewalSimulation

/// A fleet of a trial: how it begins, what is done to it before a forecast is made, and what after.
package struct TrialFleet: Sendable {
    package var seed: UInt64
    package var start: Instant
    package var groups: [NewGroup]
    package var machines: [NewMachine]
    /// What is done before the forecast: groups, machines and connections come by this too.
    package var before: [ScheduledAction]
    /// After how many days the forecast is made, at the earliest.
    package var cutDays: Int
    /// What is done after the forecast, which is told of it; as if the forecast were made at the start.
    package var after: [ScheduledAction]
    /// Whether somebody looks at a first forecast and sees to those who miss a renewal.
    package var isCaredFor: Bool
    /// V and G that the forecast tries, and that every group is then given; `nil` leaves them.
    package var tried: RenewalPolicy?
    /// For how many days the forecast is made; `nil` for the end of each group's next renewal.
    package var days: Int?

    package var presence: [MachineID: Presence] {
        Dictionary(uniqueKeysWithValues: machines.map { ($0.id, $0.presence) })
    }

    /// The actions after a forecast made at that instant.
    package func after(_ cut: Instant) -> [ScheduledAction] {
        after.map { ScheduledAction(at: cut.adding(seconds: $0.instant.seconds(since: start)), $0.action) }
    }
}
