package import RenewalSimulation

/// How often what happened in trials, by the first of their accounts: a comparison of what never happens shows nothing.
package struct TrialCounts: Sendable {
    /// How often each sort of event happened.
    package private(set) var events: [Sort: Int] = [:]
    /// How often people and machines did what.
    package private(set) var deeds: [HistoryAction: Int] = [:]
    /// How many events each account was compared in.
    package private(set) var compared: [String: Int] = [:]

    /// Events of one kind that follow from one rule for one reason.
    package struct Sort: Hashable, Sendable, Comparable, CustomStringConvertible {
        package var kind: ForecastEvent.Kind
        package var rule: String
        package var reason: ForecastEvent.Reason?

        package init(_ kind: ForecastEvent.Kind, _ rule: String, _ reason: ForecastEvent.Reason? = nil) {
            self.kind = kind
            self.rule = rule
            self.reason = reason
        }

        package var description: String { "\(kind.rawValue) (\(rule)\(reason.map { ", \($0.rawValue)" } ?? ""))" }

        package static func < (lhs: Self, rhs: Self) -> Bool { lhs.description < rhs.description }
    }

    package init() {}

    package mutating func add(_ outcome: ForecastTrial.Outcome) {
        for event in outcome.accounts.first?.events ?? [] {
            events[Sort(event.kind, event.rule, event.reason), default: 0] += 1
        }
        for account in outcome.accounts { compared[account.name, default: 0] += account.events.count }
        deeds.merge(outcome.deeds, uniquingKeysWith: +)
    }
}

// What must be seen.
extension TrialCounts {
    /// What never happened although it should have, as text.
    package func missing(from scope: TrialFleet.Scope) -> [String] {
        let events = scope == .everything ? Self.everything : Self.judged
        let deeds = scope == .everything ? Self.plans : Self.judgedPlans
        return events.filter { self.events[$0] == nil }.sorted().map(\.description)
            + deeds.filter { self.deeds[$0] == nil }.map(\.rawValue).sorted()
    }

    private static let judged: Set<Sort> = [
        Sort(.renewalOpens, "S4", .schedule), Sort(.renewalOpens, "S4", .policyChange),
        Sort(.renewalOpens, "S4", .operator), Sort(.certificateIssued, "I4"), Sort(.machineUpdated, "I5"),
        Sort(.machineMissed, "K2", .notSeen), Sort(.machineMissed, "K2", .agentTooOld),
        Sort(.machineMissed, "K3", .notSeen), Sort(.connectionExpires, "C4", .notUsed),
        Sort(.connectionExpires, "K3", .groupExpired), Sort(.renewalCloses, "K2"), Sort(.groupExpires, "K3"),
    ]

    private static let everything: Set<Sort> = judged.union([
        Sort(.machineMissed, "K2", .mustRejoin), Sort(.machineMissed, "K3", .agentTooOld),
        Sort(.machineUpdated, "K4"), Sort(.renewalCloses, "K2", .retiredEarly),
    ])

    private static let judgedPlans: Set<HistoryAction> = [.agentUpdated, .policyChanged, .copyStored]

    private static let plans: Set<HistoryAction> = judgedPlans.union([
        .machineJoined, .machineRejoined, .machineLeft, .machineRemoved, .groupDeleted, .passwordRegenerated,
        .retiredEarly, .connectionEdited,
    ])
}

extension TrialCounts: CustomStringConvertible {
    /// A line for each sort of event and each deed, and one for each account.
    package var description: String {
        let events = events.sorted { $0.key < $1.key }.map { "  \($0.value) \($0.key)" }
        let deeds = deeds.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
        let compared = compared.sorted { $0.key < $1.key }.map { "  compared with \($0.key): \($0.value) events" }
        return (compared + events + ["  meanwhile: \(deeds.joined(separator: ", "))"]).joined(separator: "\n")
    }
}
