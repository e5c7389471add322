import RenewalCore

extension StorageConformance {
    static let pageChecks: [ConformanceCheck<StorageSubject>] = [
        ConformanceCheck("groupPages", "Pages of groups are in the order of ids, whole, and hold deleted groups too.") {
            var any = $0.rows
            let groups = try (0..<23).map { try any.group($0 % 3 == 0 ? .deleted : .stable) }
            for group in groups { try await $0.store.write([group.id], [.insertGroup(group)]) }
            let store = try await $0.peer()
            try await requirePages(of: groups.map(\.id), "groups") { after, limit in
                try await store.read([.groups(after: after, limit: limit)]).groups.map(\.id)
            }
        },
        ConformanceCheck(
            "machinePages", "Pages of a group's machines are in the order of ids, whole, and of that group."
        ) {
            var any = $0.rows
            let (group, other) = (try any.group(.stable), try any.group(.stable))
            let machines = try (0..<23).map { _ in try any.machine(in: group.id) }
            let others = try (0..<23).map { _ in try any.machine(in: other.id) }
            try await $0.store.write([group.id], [.insertGroup(group)] + machines.map(RowChange.insertMachine))
            try await $0.store.write([other.id], [.insertGroup(other)] + others.map(RowChange.insertMachine))
            let store = try await $0.peer()
            try await requirePages(of: machines.map(\.id), "machines") { after, limit in
                try await store.read([.machines(group.id, after: after, limit: limit)]).machines.map(\.id)
            }
        },
        ConformanceCheck(
            "connectionPages", "Pages of a group's connections are in the order of ids, whole, of that group."
        ) {
            var any = $0.rows
            let (group, other) = (try any.group(.stable), try any.group(.stable))
            let connections = try (0..<23).map { _ in try any.connection(in: group.id) }
            let others = try (0..<23).map { _ in try any.connection(in: other.id) }
            try await $0.store.write([group.id], [.insertGroup(group)] + connections.map(RowChange.insertConnection))
            try await $0.store.write([other.id], [.insertGroup(other)] + others.map(RowChange.insertConnection))
            let store = try await $0.peer()
            try await requirePages(of: connections.map(\.id), "connections") { after, limit in
                try await store.read([.connections(group.id, after: after, limit: limit)]).connections.map(\.id)
            }
        },
        ConformanceCheck(
            "certificates", "A group's certificates come oldest first, those after a generation on demand."
        ) {
            var any = $0.rows
            let (group, other) = (try any.group(.stable), try any.group(.stable))
            let generations = (1...12).compactMap { Generation($0) }
            let rows = try generations.map { try any.certificate(of: group.id, $0) }
            try await $0.store.write(
                [group.id], [.insertGroup(group)] + rows.reversed().map(RowChange.insertCertificate))
            try await $0.store.write(
                [other.id], [.insertGroup(other), .insertCertificate(try any.certificate(of: other.id, .first))])
            let store = try await $0.peer()
            let all = try await store.read([.certificates(group.id, after: nil)]).certificates
            try requireEqual(all, rows, "all certificates")
            let late = try await store.read([.certificates(group.id, after: generations[8])]).certificates
            try requireEqual(late.map(\.generation), Array(generations[9...]), "the generations after the 9th")
            let none = try await store.read([.certificates(group.id, after: generations[11])]).certificates
            try requireEqual(none, [], "the certificates after the last generation")
        },
        ConformanceCheck(
            "historyPages", "A group's history comes oldest first, in pages after a number, and its last entry."
        ) {
            var any = $0.rows
            let (group, other) = (try any.group(.stable), try any.group(.stable))
            let entries = try (1...23).map { try any.historyEntry(of: group.id, $0) }
            try await $0.store.write([group.id], [.insertGroup(group)])
            try await $0.store.write([other.id], [.insertGroup(other)])
            for entry in entries {
                try await $0.store.write([group.id], [.appendHistory(entry)])
                try await $0.store.write(
                    [other.id], [.appendHistory(try any.historyEntry(of: other.id, entry.number))])
            }
            let store = try await $0.peer()
            try await requirePages(of: entries.map(\.number), "history entries") { after, limit in
                try await store.read([.history(group.id, after: after ?? 0, limit: limit)]).history.map(\.number)
            }
            try requireEqual(try await store.read([.lastHistory(group.id)]).history, [entries[22]], "the last entry")
        },
    ]

    /// Reads pages of several sizes to the end, and ends the check unless each has the next ids in order and is full.
    static func requirePages<ID: Comparable & Sendable>(
        of ids: [ID], _ what: String, page: (ID?, Int) async throws -> [ID]
    ) async throws {
        let sorted = ids.sorted()
        for size in [1, 7, ids.count, ids.count + 1] {
            var found: [ID] = []
            while found.count < sorted.count {
                let next = try await page(found.last, size)
                let expected = Array(sorted[found.count..<min(found.count + size, sorted.count)])
                try requireEqual(next, expected, "the page of \(size) \(what) after \(found.count)")
                found += next
            }
            try requireEqual(try await page(found.last, size), [], "the page of \(what) after the last")
        }
        try requireEqual(try await page(nil, 0), [], "a page of 0 \(what)")
    }
}
