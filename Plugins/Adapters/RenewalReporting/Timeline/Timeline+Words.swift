import RenewalCore
import RenewalDataverse

extension Timeline.Lane {
    /// The group's name, or its id where the source says none.
    var title: String { group.title }

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
        var parts = ["\(upToDate) of \(counts.total) up to date"]
        if pending > 0 { parts.append("\(pending) pending") }
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
            let span = isStartKnown ? "between \(time.minute(window.start)) and" : "by"
            sentences.append(
                isOpen
                    ? "Machines must come online \(span) \(moment(window.end, time))."
                    : "The next renewal starts on \(moment(window.start, time)); its deadline is \(time.minute(window.end))."
            )
        }
        if isOpen, previous != nil, let next {
            sentences.append("The renewal after this one starts on \(moment(next.start, time)).")
        }
        return sentences + machineSentences(time)
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

    private func machineSentences(_ time: TimeText) -> [String] {
        let counts = group.machines
        guard counts.total > 0 else { return [] }
        var sentences = ["\(Self.machines(counts.total)): \(upToDate) up to date"]
        if pending > 0 { sentences[0] += ", \(pending) pending" }
        if counts.keyExpired > 0 { sentences[0] += ", \(counts.keyExpired) missed a renewal and must rejoin" }
        sentences[0] += "."
        if awaited > 0 {
            sentences.append("\(Self.machines(awaited)) \(awaited == 1 ? "has" : "have") to come online.")
        }
        let moves = moves(time)
        if !moves.isEmpty { sentences.append("\(moves.prefix(1).uppercased())\(moves.dropFirst()).") }
        if counts.outdated > 0 {
            sentences.append("\(counts.outdated) \(counts.outdated == 1 ? "agent is" : "agents are") older than 2.23.")
        }
        return sentences
    }

    /// When machines moved, in words: the days and how many on each, or the first and the last day of many.
    func moves(_ time: TimeText) -> String {
        var days: [(day: String, count: Int)] = []
        for instant in received {
            let day = time.date(instant)
            if days.last?.day == day { days[days.count - 1].count += 1 } else { days.append((day, 1)) }
        }
        guard let first = days.first, let last = days.last else { return "" }
        if days.count > 4 { return "\(received.count) keys received from \(first.day) to \(last.day)" }
        let each = days.map { "\($0.count) on \($0.day)" }.joined(separator: ", ")
        return "\(received.count == 1 ? "key" : "keys") received: \(each)"
    }

    private func moment(_ instant: Instant, _ time: TimeText) -> String {
        time.isRelative ? "\(time.minute(instant)) (\(time.words(instant)))" : time.minute(instant)
    }

    private static func machines(_ count: Int) -> String { "\(count) machine\(count == 1 ? "" : "s")" }
}
