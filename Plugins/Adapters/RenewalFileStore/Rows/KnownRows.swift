import RenewalCore

/// The machines that a transaction read, for the changes that come of them: mostly in the same order.
struct KnownRows {
    private let machines: [Machine]
    private var place = 0

    init(_ rows: Rows) { machines = rows.machines }

    /// The machine as it was read, if it was; found at once where it comes after the one that was asked for before.
    mutating func next(_ id: MachineID) -> Machine? {
        guard let found = machines[place...].firstIndex(where: { $0.id == id }) else { return nil }
        place = found + 1
        return machines[found]
    }
}
