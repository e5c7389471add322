import Foundation
import RenewalCore

/// Made-up responses with periods, dates and statuses at and around every boundary of the derivations.
struct RandomFleet {
    let groups: [String]
    let machines: [String]

    /// - Parameter now: the instant around whose boundaries the dates lie.
    init(seed: UInt64, around now: Instant) {
        var random = SeededGenerator(seed: seed)
        let ids = (0..<8).map { _ in Self.id(&random) }
        groups = ids.map { Self.group($0, now, &random) }
        let known = Array(ids.dropLast()) + [Self.id(&random)]
        machines = (0..<60).map { _ in Self.machine(Self.id(&random), known, now, &random) }
    }

    private static func group(_ id: String, _ now: Instant, _ random: inout SeededGenerator) -> String {
        var members = [
            "\"flowmachinegroupid\": \"\(id)\"", "\"name\": \"\(pick(["a", "Ä", "帳", "b\\u0022"], &random))\"",
        ]
        let validity = pick([129_600, 129_601, 525_600, 2_628_000, 90_000, nil], &random)
        let grace = pick([64_800, 64_801, 262_800, 1, nil], &random)
        let (v, g) = (validity ?? 2_628_000, grace ?? 262_800)
        let ages = [0, 1, v - min(g, v / 2), v, g, v - 43_200 - min(g, v / 2), v - 10_080, g - 10_080]
        let created = now.adding(minutes: -pick(ages, &random)).adding(seconds: pick([-1, 0, 1], &random))
        member("keyvalidityperiod", validity.map { "\($0)" }, to: &members, &random)
        member("keyexpirygraceperiod", grace.map { "\($0)" }, to: &members, &random)
        let isKnown = Int.random(in: 0..<6, using: &random) > 0
        member("keycreationdate", isKnown ? text(created, zoned: false, &random) : nil, to: &members, &random)
        member("statuscode", pick(["1", "1", "1", "2", "4", nil], &random), to: &members, &random)
        return "{\(members.shuffled(using: &random).joined(separator: ", "))}"
    }

    private static func machine(
        _ id: String, _ groups: [String], _ now: Instant, _ random: inout SeededGenerator
    ) -> String {
        var members = ["\"flowmachineid\": \"\(id)\"", "\"name\": \"\(pick(["m", "Ü", "z", "機"], &random))\""]
        members.append("\"_flowmachinegroupid_value\": \"\(pick(groups, &random))\"")
        let versions = ["2.9", "2.22.999", "2.23", "2.23.0.1", "10.0", nil]
        member("agentversion", pick(versions, &random).map { "\"\($0)\"" }, to: &members, &random)
        member("keydeliverystatus", pick(["1", "1", "2", "3", nil], &random), to: &members, &random)
        let seen = now.adding(days: -pick([0, 6, 7, 8], &random)).adding(seconds: pick([-1, 0, 1], &random))
        let heartbeat = pick([true, true, true, false], &random) ? text(seen, zoned: true, &random) : nil
        member("lastheartbeatdate", heartbeat, to: &members, &random)
        return "{\(members.shuffled(using: &random).joined(separator: ", "))}"
    }

    /// A missing value is null, or the column is absent.
    private static func member(
        _ column: String, _ value: String?, to members: inout [String], _ random: inout SeededGenerator
    ) {
        if let value {
            members.append("\"\(column)\": \(value)")
        } else if Bool.random(using: &random) {
            members.append("\"\(column)\": null")
        }
    }

    private static func text(_ instant: Instant, zoned: Bool, _ random: inout SeededGenerator) -> String {
        let plain = instant.description
        let fraction = String(plain.dropLast()) + ".0000000"
        return "\"\(pick([plain, fraction + "Z", zoned ? plain : fraction], &random))\""
    }

    private static func id(_ random: inout SeededGenerator) -> String {
        let digits = (random.next(), random.next())
        let text = String(format: "%016llx%016llx", digits.0, digits.1)
        let cuts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return cuts.map { String(text.dropFirst($0.lowerBound).prefix($0.count)) }.joined(separator: "-")
    }

    private static func pick<T>(_ values: [T], _ random: inout SeededGenerator) -> T {
        values[Int.random(in: 0..<values.count, using: &random)]
    }
}
