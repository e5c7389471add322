internal import CMeasuring

/// Shows the counter of allocations right on a program whose number is known.
public enum AllocationCheck {
    /// A thousand objects and the array that holds them are 1,001 allocations, on any thread.
    ///
    /// - Returns: whether allocations can be counted on this system.
    /// - Throws: ``WorkloadFailure`` where the counter says another number.
    public static func run() async throws -> Bool {
        guard allocation_count_is_available() else { return false }
        for count in [0, 1, 1_000] {
            let expected = UInt64(count + (count > 0 ? 1 : 0))
            let (here, kept) = counted(count)
            let elsewhere = await Task.detached { counted(count).allocations }.value
            try require(kept == count, "the known program did not run")
            try require(
                here == expected && elsewhere == expected,
                "the counter of allocations is wrong: \(expected) were made, it says \(here) and \(elsewhere)")
        }
        return true
    }

    private final class Object {
        let number: Int
        init(_ number: Int) { self.number = number }
    }

    private static func counted(_ count: Int) -> (allocations: UInt64, kept: Int) {
        allocation_count_start()
        let objects = objects(count)
        let allocations = allocation_count_stop()
        return (allocations, objects.reduce(0) { $0 + ($1.number >= 0 ? 1 : 0) })
    }

    // Not inlined, so that the objects must be on the heap.
    @inline(never)
    private static func objects(_ count: Int) -> [Object] {
        var objects: [Object] = []
        objects.reserveCapacity(count)
        for number in 0..<count { objects.append(Object(number)) }
        return objects
    }
}
