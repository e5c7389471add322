import RenewalSimulation

extension TrialFleet {
    /// The smallest fleet like this one whose forecast and life still differ: actions are left out as long as they do,
    /// first halves, then quarters and so on.
    package func shrunk() async -> TrialFleet {
        var smallest = self
        for list in [\TrialFleet.after, \TrialFleet.before] {
            var size = max(smallest[keyPath: list].count / 2, 1)
            while size >= 1 {
                var start = 0
                while start < smallest[keyPath: list].count {
                    var fewer = smallest
                    let end = min(start + size, smallest[keyPath: list].count)
                    fewer[keyPath: list].removeSubrange(start..<end)
                    if await fewer.differs { smallest = fewer } else { start += size }
                }
                size /= 2
            }
        }
        return smallest
    }

    /// What happens to the fleet, as text.
    package var text: String {
        var lines = [
            "    the forecast is made after \(cutDays) days, for \(days.map { "\($0) days" } ?? "one renewal")"
        ]
        if let tried { lines.append("    with V \(tried.validityMinutes) and G \(tried.graceMinutes) minutes") }
        lines += before.sorted { $0.instant < $1.instant }.map { "    before: \($0.instant) \($0.action)" }
        lines += after.map { "    after: \($0.instant) \($0.action)" }
        return lines.joined(separator: "\n")
    }

    private var differs: Bool {
        get async { (try? await ForecastTrial(self).run()).map { !$0.differences.isEmpty } ?? false }
    }
}
