import RenewalCore
import RenewalDataverse

/// What a monitoring system is told: a state, one line, and figures.
public struct Check: Hashable, Sendable {
    /// The state.
    public var state: State
    /// Why, in a few words.
    public var reasons: [String]
    /// Figures for graphs.
    public var figures: [Figure]

    /// States of the Monitoring Plugins convention, with their exit statuses.
    public enum State: Int32, Hashable, Sendable, CaseIterable {
        /// Nobody has to do anything.
        case ok = 0
        /// Somebody should.
        case warning = 1
        /// Somebody must.
        case critical = 2
        /// The check could not be made.
        case unknown = 3

        /// As it stands in the line.
        public var word: String {
            switch self {
            case .ok: "OK"
            case .warning: "WARNING"
            case .critical: "CRITICAL"
            case .unknown: "UNKNOWN"
            }
        }
    }

    /// A figure with the ranges outside of which it alerts.
    public struct Figure: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its value.
        public var value: Int64
        /// The range of values that need no warning, in the convention's notation; empty for none.
        public var warning: String
        /// The range of values that are not critical.
        public var critical: String
    }

    /// The state of a fleet.
    ///
    /// - Parameters:
    ///   - fleet: the fleet.
    ///   - warningDays: from how many days before a window closes it is a warning.
    ///   - criticalDays: from how many days before it closes it is critical.
    public init(_ fleet: Fleet, warningDays: Int = 30, criticalDays: Int = 7) {
        let findings = Findings(fleet, warningDays: warningDays, criticalDays: criticalDays)
        state = findings.critical.isEmpty ? findings.warning.isEmpty ? .ok : .warning : .critical
        reasons = findings.critical + findings.warning
        if reasons.isEmpty { reasons = [findings.calm] }
        figures = findings.figures
    }

    /// A check that could not be made.
    public init(unknown reason: String) {
        state = .unknown
        reasons = [reason]
        figures = []
    }

    /// One line: state, reasons, and the figures after a bar.
    public var line: String {
        // A bar or a line break in a name would end the text.
        let text = reasons.joined(separator: "; ").map { $0 == "|" ? "/" : $0.isNewline ? " " : $0 }
        let data = figures.map { "\($0.name)=\($0.value);\($0.warning);\($0.critical);;" }.joined(separator: " ")
        return "RENEWAL \(state.word) - \(String(text))\(data.isEmpty ? "" : " | \(data)")"
    }
}
