extension RenewalCoordinator {
    /// What may be set about a coordinator; the defaults are those of the rules.
    public struct Configuration: Hashable, Sendable {
        /// How often the loop sweeps, in seconds: at least every 24 hours (Rule S4).
        public let pickUpInterval: Int64
        /// How far the clock may run ahead of elapsed time, or behind the kept instant, in seconds (Rule T3).
        public let clockTolerance: Int64
        /// How far the clock may be ahead of the kept instant when the process starts, in seconds: 45 days, the shortest
        /// grace period, as no shorter absence can skip a whole renewal (Rule T3).
        public let startTolerance: Int64
        /// How often the kept instant is raised at most, in seconds (Rule T3).
        public let keptInstantInterval: Int64
        /// How many rows follow a transition in one transaction (Rule K1).
        public let batchSize: Int

        /// A configuration of these values.
        ///
        /// - Precondition: the pick-up interval is 1 second to 24 hours, the tolerances and the interval of the kept
        ///   instant are not negative, and a batch is at least one row.
        public init(
            pickUpInterval: Int64 = RenewalSchedule.pickUpSeconds, clockTolerance: Int64 = 3_600,
            startTolerance: Int64 = 45 * 86_400, keptInstantInterval: Int64 = 60, batchSize: Int = 500
        ) {
            precondition((1...RenewalSchedule.pickUpSeconds).contains(pickUpInterval), "1 second to 24 hours")
            precondition(clockTolerance >= 0 && startTolerance >= 0 && keptInstantInterval >= 0, "not negative")
            precondition(batchSize >= 1, "a batch is at least one row")
            self.pickUpInterval = pickUpInterval
            self.clockTolerance = clockTolerance
            self.startTolerance = startTolerance
            self.keptInstantInterval = keptInstantInterval
            self.batchSize = batchSize
        }
    }
}
