import RenewalKit

/// Years of a few groups, in which everything happens that can happen to a group, each checked against dates that
/// are worked out here from the rules' numbers and not asked of the library.
///
/// Every effect is a numbered operation of the world, and every instant that is used again is remembered: so the story
/// can be interrupted anywhere, and told again it skips what is done and ends the same.
struct Story {
    let world: World

    static let current = "2.50"

    func tell() async throws {
        try await regularLife()
        try await accelerated()
        try await missedByAll()
        try await world.live("to the end", until: world.journal.start.adding(days: 365 * world.journal.years))
    }

    func expectStatus(_ index: Int, of group: GroupID, _ expected: KeyDeliveryStatus, _ rule: String) async throws {
        if world.isRepeating { return }
        let found = try await world.status(index, of: group)
        await world.expect(
            found == expected, rule,
            "\(world.members(of: group)[index].name) must be \(expected), and is \(found.map { "\($0)" } ?? "gone")")
    }
}

/// Machines with numbered names.
func machines(_ prefix: String, _ count: Int) -> [(name: String, version: String)] {
    (1...count).map { ("\(prefix)-\($0 < 10 ? "0" : "")\($0)", Story.current) }
}
