extension RenewalCoordinator {
    /// What may be set about a coordinator; the defaults are those of the rules.
    public struct Configuration: Hashable, Sendable {
        /// How often the loop sweeps, in seconds: at least every 24 hours (Rule S4).
        public var pickUpInterval: Int64
        /// How far the clock may run ahead of elapsed time, or behind the kept instant, in seconds (Rule T3).
        public var clockTolerance: Int64
        /// How far the clock may be ahead of the kept instant when the process starts, in seconds: 45 days, the shortest
        /// grace period, as no shorter absence can skip a whole renewal (Rule T3).
        public var startTolerance: Int64
        /// How often the kept instant is raised at most, in seconds (Rule T3).
        public var keptInstantInterval: Int64
        /// How many rows follow a transition in one transaction (Rule K1).
        public var batchSize: Int

        /// A configuration of these values.
        public init(
            pickUpInterval: Int64 = RenewalSchedule.pickUpSeconds, clockTolerance: Int64 = 3_600,
            startTolerance: Int64 = 45 * 86_400, keptInstantInterval: Int64 = 60, batchSize: Int = 500
        ) {
            self.pickUpInterval = pickUpInterval
            self.clockTolerance = clockTolerance
            self.startTolerance = startTolerance
            self.keptInstantInterval = keptInstantInterval
            self.batchSize = batchSize
        }
    }
}
