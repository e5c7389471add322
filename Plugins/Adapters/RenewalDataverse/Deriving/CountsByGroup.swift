import RenewalCore

/// The machines of each group, counted one by one. Neighbours mostly are of one group, which is then not looked up.
struct CountsByGroup {
    private var counts: [MachineCounts] = []
    private var places: [GroupID: Int] = [:]
    private var last: (group: GroupID, place: Int)?

    /// Those of that group.
    subscript(group: GroupID) -> MachineCounts { places[group].map { counts[$0] } ?? MachineCounts() }

    /// Counts a machine of that group.
    mutating func add(status: KeyDeliveryStatus, isOutdated: Bool?, to group: GroupID) {
        counts[place(of: group)].add(status: status, isOutdated: isOutdated)
    }

    private mutating func place(of group: GroupID) -> Int {
        if let last, last.group == group { return last.place }
        let place = places[group] ?? counts.count
        if place == counts.count {
            counts.append(MachineCounts())
            places[group] = place
        }
        last = (group, place)
        return place
    }
}
