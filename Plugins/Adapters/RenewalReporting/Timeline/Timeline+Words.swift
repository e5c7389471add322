import RenewalCore
import RenewalDataverse

extension Timeline.Lane {
    /// The group's name, or its id where the source says none.
    var title: String { group.name.map(\.printable) ?? group.id.description }

    /// What matters most, short enough to stand beside a picture.
    func headline(_ time: TimeText) -> String {
        switch group.phase {
        case .expired: "expired" + (group.expiry.map { $0 <= time.now ? " \(time.words($0))" : "" } ?? "")
        case .unknown: "no certificate known"
        case .empty: "no machine"
        case .renewing(let window): "window closes \(time.words(window.end))"
        case .stable: "renews \(group.renewalStart.map(time.words) ?? "")"
        }
    }

    /// Machines in a few words; empty where there is none, which the headline says.
    var machineHeadline: String {
        let counts = group.machines
        if counts.total == 0 { return "" }
        if counts.keyExpired == counts.total { return "\(Self.machines(counts.total)), all missed it" }
        var parts = ["\(counts.default) of \(counts.total) up to date"]
        if counts.pendingNewKey > 0 { parts.append("\(counts.pendingNewKey) pending") }
        if counts.keyExpired > 0 { parts.append("\(counts.keyExpired) missed") }
        return parts.joined(separator: ", ")
    }

    /// Everything that the picture of the lane shows, in sentences.
    func sentences(_ time: TimeText) -> [String] {
        var sentences = [phaseSentence(time)]
        if let certificate, group.phase != .expired {
            sentences.append(
                "The certificate was issued on \(time.minute(certificate.start)) and lasts until \(moment(certificate.end, time))."
            )
        }
        if let window {
            sentences.append(
                isOpen
                    ? "Machines must come online between \(time.minute(window.start)) and \(moment(window.end, time))."
                    : "The next renewal starts on \(moment(window.start, time)); its deadline is \(time.minute(window.end))."
            )
        }
        if isOpen, previous != nil, let next {
            sentences.append("The renewal after this one starts on \(moment(next.start, time)).")
        }
        return sentences + machineSentences
    }

    private func phaseSentence(_ time: TimeText) -> String {
        switch group.phase {
        case .expired:
            group.expiry.map {
                "Expired\($0 <= time.now ? " on \(moment($0, time))" : ""): delete the group and create it again."
            } ?? "Expired: delete the group and create it again."
        case .unknown: "No certificate is known."
        case .empty: "The group has no machine."
        case .renewing: "A renewal is open."
        case .stable: "No renewal is open."
        }
    }

    private var machineSentences: [String] {
        let counts = group.machines
        guard counts.total > 0 else { return [] }
        var sentences = ["\(Self.machines(counts.total)): \(counts.default) up to date"]
        if counts.pendingNewKey > 0 { sentences[0] += ", \(counts.pendingNewKey) pending" }
        if counts.keyExpired > 0 { sentences[0] += ", \(counts.keyExpired) missed a renewal and must rejoin" }
        sentences[0] += "."
        if awaited > 0 {
            sentences.append("\(Self.machines(awaited)) \(awaited == 1 ? "has" : "have") to come online.")
        }
        if counts.outdated > 0 {
            sentences.append("\(counts.outdated) \(counts.outdated == 1 ? "agent is" : "agents are") older than 2.23.")
        }
        return sentences
    }

    private func moment(_ instant: Instant, _ time: TimeText) -> String {
        time.isRelative ? "\(time.minute(instant)) (\(time.words(instant)))" : time.minute(instant)
    }

    private static func machines(_ count: Int) -> String { "\(count) machine\(count == 1 ? "" : "s")" }
}
