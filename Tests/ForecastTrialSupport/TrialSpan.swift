import RenewalSimulation

extension ForecastTrial {
    /// What a forecast of this length tells of what happened: everything before its end, or of each group everything
    /// until its renewal ends.
    struct Span {
        private var cut: Instant
        private var end: Instant
        /// What ended the next renewal of each group, where that is the end; `nil` where all end together.
        private var ends: [GroupID: ForecastEvent]?

        /// - Parameter events: everything that happened since the forecast.
        init(cut: Instant, end: Instant, days: Int?, events: [ForecastEvent]) {
            self.cut = cut
            self.end = end
            guard days == nil else { return }
            let endings = events.filter { $0.kind == .renewalCloses || $0.kind == .groupExpires }
            ends = Dictionary(endings.map { ($0.group, $0) }, uniquingKeysWith: min)
        }

        func selected(_ events: [ForecastEvent]) -> [ForecastEvent] {
            guard let ends else { return events.filter { $0.instant < end } }
            return events.filter { event in ends[event.group].map { event <= $0 } ?? true }
        }

        /// How often what was done in this time, in the histories of the groups.
        func deeds(_ history: [HistoryEntry]) -> [HistoryAction: Int] {
            let told = history.filter { entry in
                let end = ends.map { $0[entry.group]?.instant ?? .distantFuture } ?? end
                return entry.at >= cut && entry.at < end
            }
            let actions = told.compactMap { HistoryAction(rawValue: $0.action) }
            return Dictionary(actions.map { ($0, 1) }, uniquingKeysWith: +)
        }
    }
}
