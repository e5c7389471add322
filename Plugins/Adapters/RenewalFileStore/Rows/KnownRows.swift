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

    /// How to store a machine that was read: by which statement, as ``MachineRow/update(of:to:)`` says, none where only
    /// ``StoreStatement/updateMachine`` can; and at which place. `nil` where it was not read. It is found at once where it
    /// comes after the one that was asked for before.
    mutating func update(to row: Machine) -> (statement: StoreStatement?, place: Int64)? {
        guard let found = machines[next...].firstIndex(where: { $0.id == row.id }), places.indices.contains(found)
        else {
            return nil
        }
        next = found + 1
        return (MachineRow.update(of: machines[found], to: row), places[found])
    }
}
