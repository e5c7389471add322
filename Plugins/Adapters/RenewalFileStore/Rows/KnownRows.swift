import RenewalCore

/// The machines that a transaction read, for the changes that come of them: mostly in the same order.
struct KnownRows {
    private let machines: [Machine]
    private let places: [Int64]
    private var next = 0

    /// The machines that were read, and their places in their table.
    init(_ rows: Rows, places: [Int64]) {
        machines = rows.machines
        self.places = places
    }

    /// The machine as it was read, if it was, and its place; found at once where it comes after the one that was asked
    /// for before.
    mutating func next(_ id: MachineID) -> (row: Machine, place: Int64)? {
        guard let found = machines[next...].firstIndex(where: { $0.id == id }), places.indices.contains(found) else {
            return nil
        }
        next = found + 1
        return (machines[found], places[found])
    }
}
