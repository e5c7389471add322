import RenewalCore

extension StorageConformance {
    static let copyChecks: [ConformanceCheck<StorageSubject>] = [
        ConformanceCheck(
            "connectionsHolding",
            "Connections with a copy for one generation and none for another, in pages, as updated."
        ) { subject in
            var any = subject.rows
            let (group, other) = (try any.group(.overlap), try any.group(.overlap))
            var connections = try (0..<32).map { try any.connection(in: group.id, copies: $0) }
            let stranger = try any.connection(in: other.id, copies: 1)
            try await subject.store.write(
                [group.id], [.insertGroup(group)] + connections.map(RowChange.insertConnection))
            try await subject.store.write([other.id], [.insertGroup(other), .insertConnection(stranger)])
            try await requireCopies(connections, in: group.id, try await subject.peer(), "after inserting")
            connections = try connections.enumerated().map { index, old in
                try any.connection(in: group.id, id: old.id, copies: index / 3)
            }
            try await subject.store.write([group.id], connections.map(RowChange.updateConnection))
            try await requireCopies(connections, in: group.id, try await subject.peer(), "after updating")
        }
    ]

    private static func requireCopies(
        _ connections: [DesktopFlowConnection], in group: GroupID, _ store: any Storage, _ place: String
    ) async throws {
        let generations = (UInt64(1)...4).compactMap { Generation($0) }
        for held in generations {
            for lacking in generations {
                let ids = connections.filter { connection in
                    let copies = connection.copies.map(\.generation)
                    return copies.contains(held) && !copies.contains(lacking)
                }.map(\.id)
                try await requirePages(of: ids, "connections holding \(held), lacking \(lacking), \(place)") {
                    after, limit in
                    try await store.read([
                        .connectionsHolding(group, held, lacking: lacking, after: after, limit: limit)
                    ]).connections.map(\.id)
                }
            }
        }
    }
}

extension ArbitraryRows {
    /// A connection with copies for none, one or two of the generations 1 to 3: one of seven sets.
    fileprivate mutating func connection(
        in group: GroupID, id: ConnectionID? = nil, copies index: Int
    ) throws -> DesktopFlowConnection {
        let sets: [[UInt64]] = [[], [1], [2], [3], [1, 2], [2, 3], [1, 3]]
        var connection = try self.connection(in: group, id: id)
        connection.copies = try sets[index % sets.count].compactMap { Generation($0) }.map {
            CredentialCopy(generation: $0, certificate: try fingerprint(), sealed: sealed())
        }
        return connection
    }
}
