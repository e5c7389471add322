package import RenewalSimulation

extension ForecastTrial {
    /// What came of a trial.
    package struct Outcome: Sendable {
        /// The instant of the forecast.
        package var cut: Instant
        /// What was forecast.
        package var forecast: [ForecastEvent]
        /// What then happened, by the word of several. The first is the store's, and has everything.
        package var accounts: [Account]
        /// What people and machines did meanwhile, by the name that histories have for it.
        package var deeds: [HistoryAction: Int]

        /// Everything in which they differ, one line each; empty where they agree.
        package var differences: [String] {
            accounts.flatMap { account in
                account.differences(from: forecast.filter { account.kinds.contains($0.kind) })
            }
        }
    }

    /// What happened, as somebody saw it who knows nothing of the forecast.
    package struct Account: Sendable {
        /// Who tells it.
        package var name: String
        /// What happened, in order.
        package var events: [ForecastEvent]
        /// The kinds of events that it can tell of; it is compared in these alone.
        package var kinds: Set<ForecastEvent.Kind>

        package init(
            _ name: String, _ events: [ForecastEvent],
            of kinds: Set<ForecastEvent.Kind> = Set(ForecastEvent.Kind.allCases)
        ) {
            self.name = name
            self.events = events
            self.kinds = kinds
        }

        func differences(from forecast: [ForecastEvent]) -> [String] {
            if forecast == events { return [] }
            return forecast.difference(from: events).map { change in
                switch change {
                case .insert(_, let event, _): "forecast only, not \(name): \(event)"
                case .remove(_, let event, _): "\(name) only, not forecast: \(event)"
                }
            }
        }
    }
}
