import RenewalCore

extension StorageConformance {
    static let snapshotChecks: [ConformanceCheck<StorageSubject>] = [
        ConformanceCheck(
            "snapshotStays", "In a snapshot nothing changes while others write, whatever is read, and when."
        ) {
            subject in
            var any = subject.rows
            let written = try any.wholeGroup(.stable)
            let (id, store) = (written.group.id, try await subject.peer())
            try await subject.store.write([id], written.insertions)
            let added = try any.wholeGroup(.stable)
            let later: [RowChange] = [
                .updateGroup(try any.group(id: id)), .removeMachine(written.machines[0].id),
                .insertMachine(try any.machine(in: id)), .removeConnection(written.connections[0].id),
                .insertConnection(try any.connection(in: id)),
                .appendHistory(try any.historyEntry(of: id, UInt64(written.history.count) + 1)),
            ]
            let queries: [RowQuery] = [
                .groups(after: nil, limit: 9), .group(id), .group(added.group.id),
                .machines(id, after: nil, limit: 99), .machinesBehind(id, transition: .max, limit: 99),
                .connections(id, after: nil, limit: 99), .certificates(id, after: nil),
                .history(id, after: 0, limit: 99), .lastHistory(id),
            ]
            let before = try await subject.store.read(queries)
            try await subject.store.withSnapshot { snapshot in
                try requireEqual(try await snapshot.read(queries), before, "what a snapshot reads at first")
                try await store.write([id], later)
                try await store.write([added.group.id], added.insertions)
                try requireEqual(try await snapshot.read(queries), before, "what a snapshot reads after writes")
                for query in queries.reversed() {
                    let one = try await snapshot.read([query])
                    let expected = try await snapshot.read([query])
                    try requireEqual(one, expected, "what a snapshot reads twice")
                }
            }
            let after = try await subject.store.read(queries)
            try require(after != before, "writes during a snapshot were lost: what is read is as before it")
        },
        ConformanceCheck("snapshotUnread", "A snapshot is of the instant at which it began, read before or not.") {
            subject in
            var any = subject.rows
            let (first, second) = (try any.group(.stable), try any.group(.stable))
            let store = try await subject.peer()
            try await subject.store.write([first.id], [.insertGroup(first)])
            let found = try await subject.store.withSnapshot { snapshot in
                try await store.write([second.id], [.insertGroup(second)])
                return try await snapshot.read([.groups(after: nil, limit: 9)]).groups.map(\.id)
            }
            try requireEqual(found, [first.id], "the groups of a snapshot that was first read after a write")
        },
        ConformanceCheck("snapshotResult", "What a snapshot's body returns or throws comes out, and the store goes on.")
        {
            subject in
            let error = RenewalError(.malformed, "thrown by the body")
            let found = try await thrown(by: "a snapshot whose body throws") {
                try await subject.store.withSnapshot { _ -> Int in throw error }
            }
            try require((found as? RenewalError) == error, "the error was \(found); expected \(error)")
            let number = try await subject.store.withSnapshot { _ in 7 }
            try requireEqual(number, 7, "the body's value")
        },
        ConformanceCheck("snapshotsAtOnce", "Several snapshots may be open at once, each of its own instant.") {
            subject in
            var any = subject.rows
            let groups = try (0..<4).map { _ in try any.group(.stable) }
            let counts = try await nest(groups, in: subject.store)
            try requireEqual(counts, [3, 2, 1, 0], "the groups that nested snapshots see, the innermost first")
        },
    ]

    private static func nest(_ groups: [MachineGroup], in store: any Storage) async throws -> [Int] {
        guard let group = groups.first else { return [] }
        return try await store.withSnapshot { snapshot in
            try await store.write([group.id], [.insertGroup(group)])
            let inner = try await nest(Array(groups.dropFirst()), in: store)
            return inner + [try await snapshot.read([.groups(after: nil, limit: 99)]).groups.count]
        }
    }
}
