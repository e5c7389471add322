/// What comes next in a simulation, earliest first: a binary heap.
struct EventQueue {
    /// A moment of the simulation. Of those at one instant, actions come before sweeps and sweeps before check-ins, and
    /// check-ins come in the order of the machines' ids.
    struct Moment: Comparable {
        var instant: Instant
        var rank: Rank
        var machine: MachineID?

        static func < (lhs: Self, rhs: Self) -> Bool {
            if lhs.instant != rhs.instant { return lhs.instant < rhs.instant }
            if lhs.rank != rhs.rank { return lhs.rank.rawValue < rhs.rank.rawValue }
            guard let left = lhs.machine, let right = rhs.machine else { return false }
            return left < right
        }
    }

    enum Rank: UInt8 {
        case turn
        case action
        case sweep
        case checkIn
    }

    /// What is to be done at a moment.
    enum Event {
        /// A group's rows begin to mean something else, written or not (Rule K1).
        case turn(GroupID)
        /// The next action of the list.
        case action
        /// A coordinator sweeps.
        case sweep
        /// The machine of that place checks in, if its number is still that.
        case checkIn(Int, number: UInt64)
    }

    private struct Entry {
        var moment: Moment
        var event: Event
    }

    private var entries: [Entry] = []

    /// The earliest moment.
    var first: Moment? { entries.first?.moment }

    /// Adds an event.
    mutating func push(_ event: Event, at moment: Moment) {
        entries.append(Entry(moment: moment, event: event))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].moment < entries[parent].moment else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes out the earliest event.
    mutating func pop() -> (moment: Moment, event: Event)? {
        guard let first = entries.first, let last = entries.popLast() else { return nil }
        if entries.isEmpty { return (first.moment, first.event) }
        entries[0] = last
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < entries.count && entries[child].moment < entries[smallest].moment {
                smallest = child
            }
            if smallest == parent { return (first.moment, first.event) }
            entries.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
