extension Forecast {
    /// What a forecast is asked for, and what it is told.
    public struct Options: Hashable, Sendable {
        /// The instant to start at: now. What holds before it is not told.
        public var start: Instant
        /// Told is what happens before this instant; `nil` for the end of each group's next renewal.
        public var end: Instant?
        /// The groups to look at; `nil` for all.
        public var groups: [GroupID]?
        /// V that every group is given at the start; `nil` leaves each its own (Rule P1).
        public var validityMinutes: Int?
        /// G that every group is given at the start; `nil` leaves each its own (Rule P1).
        public var graceMinutes: Int?
        /// When machines are online; one that is not named is always.
        public var presence: [MachineID: Presence]
        /// What people will do: use connections, update agents …
        public var actions: [ScheduledAction]
        /// How often coordinators sweep, in seconds, from the start on (Rule S4).
        public var pickUpInterval: Int64

        /// Options of these values.
        public init(
            start: Instant, end: Instant? = nil, groups: [GroupID]? = nil, validityMinutes: Int? = nil,
            graceMinutes: Int? = nil, presence: [MachineID: Presence] = [:], actions: [ScheduledAction] = [],
            pickUpInterval: Int64 = RenewalSchedule.pickUpSeconds
        ) {
            self.start = start
            self.end = end
            self.groups = groups
            self.validityMinutes = validityMinutes
            self.graceMinutes = graceMinutes
            self.presence = presence
            self.actions = actions
            self.pickUpInterval = pickUpInterval
        }
    }
}
