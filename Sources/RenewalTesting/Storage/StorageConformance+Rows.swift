import RenewalCore

extension StorageConformance {
    static let rowChecks: [ConformanceCheck<StorageSubject>] = [
        ConformanceCheck("emptyStore", "A query that finds nothing gives no row and throws nothing.") { subject in
            var any = subject.rows
            let group: GroupID = any.id()
            let queries: [RowQuery] = [
                .group(group), .machine(any.id()), .connection(any.id()), .groups(after: nil, limit: 10),
                .machines(group, after: nil, limit: 10), .machinesBehind(group, transition: 9, limit: 10),
                .machinesHolding(group, .first, canRenew: nil, after: nil, limit: 10),
                .connections(group, after: nil, limit: 10), .connectionsBehind(group, transition: 9, limit: 10),
                .certificates(group, after: nil), .history(group, after: 0, limit: 10), .lastHistory(group),
            ]
            try requireEqual(try await subject.store.read(queries), Rows(), "what an empty store reads")
            try requireEqual(try await subject.store.read([]), Rows(), "the answer to no query")
        },
        ConformanceCheck("roundTrip", "Rows come back with every field as it was written, to the last character.") {
            var any = $0.rows
            for round in 1...12 {
                let written = try any.wholeGroup(GroupPhase.Kind.allCases[round % GroupPhase.Kind.allCases.count])
                try await $0.store.write([written.group.id], written.insertions)
                try await requireStored(written, in: try await $0.peer(), "round \(round), seed \($0.seed)")
            }
        },
        ConformanceCheck("updateReplacesRow", "An update puts the whole row in place of the one that was there.") {
            var any = $0.rows
            for round in 1...12 {
                var written = try any.wholeGroup(nil)
                try await $0.store.write([written.group.id], written.insertions)
                written.group = try any.group(id: written.group.id)
                written.machines = try written.machines.map { try any.machine(in: $0.group, id: $0.id) }
                written.connections = try written.connections.map { try any.connection(in: $0.group, id: $0.id) }
                let updates =
                    [RowChange.updateGroup(written.group)] + written.machines.map(RowChange.updateMachine)
                    + written.connections.map(RowChange.updateConnection)
                try await $0.store.write([written.group.id], updates)
                try await requireStored(written, in: try await $0.peer(), "round \(round), seed \($0.seed)")
            }
        },
        ConformanceCheck(
            "removedRows", "A removed machine or connection is found by no query, and its id is free again."
        ) {
            var any = $0.rows
            let written = try any.wholeGroup(.stable)
            let (machine, connection) = (written.machines[0], written.connections[0])
            try await $0.store.write([written.group.id], written.insertions)
            try await $0.store.write(
                [written.group.id], [.removeMachine(machine.id), .removeConnection(connection.id)])
            let rows = try await $0.peer().read([
                .machine(machine.id), .connection(connection.id),
                .machines(written.group.id, after: nil, limit: 100),
                .machinesBehind(written.group.id, transition: .max, limit: 100),
                .connections(written.group.id, after: nil, limit: 100),
                .connectionsBehind(written.group.id, transition: .max, limit: 100),
            ])
            try require(!rows.machines.contains { $0.id == machine.id }, "a removed machine was found")
            try require(!rows.connections.contains { $0.id == connection.id }, "a removed connection was found")
            try await $0.store.write(
                [written.group.id], [.insertMachine(machine), .insertConnection(connection)])
            try await requireStored(written, in: $0.store, "after inserting them again")
        },
        ConformanceCheck("orderOfQueries", "The rows of one kind come in the order of the queries.") {
            var any = $0.rows
            let groups = try (0..<5).map { _ in try any.group() }
            try await $0.store.write(groups.map(\.id), groups.map(RowChange.insertGroup))
            let rows = try await $0.store.read(groups.reversed().map { .group($0.id) })
            try requireEqual(rows.groups.map(\.id), groups.reversed().map(\.id), "the order of the groups")
        },
    ]

    private static func requireStored(_ written: WholeGroup, in store: any Storage, _ place: String) async throws {
        let id = written.group.id
        let rows = try await store.read(
            [.group(id), .certificates(id, after: nil), .history(id, after: 0, limit: 100)]
                + written.machines.map { .machine($0.id) } + written.connections.map { .connection($0.id) })
        try requireEqual(rows.groups, [written.group], "\(place): the group")
        try requireEqual(rows.machines, written.machines, "\(place): the machines")
        try requireEqual(rows.connections, written.connections, "\(place): the connections")
        try requireEqual(rows.certificates, written.certificates, "\(place): the certificates")
        try requireEqual(rows.history, written.history, "\(place): the history")
        try requireEqual(rows.spellings, written.rows.spellings, "\(place): the spelling of names and versions")
    }
}

/// A group with rows of every kind.
struct WholeGroup {
    var group: MachineGroup
    var machines: [Machine]
    var connections: [DesktopFlowConnection]
    var certificates: [IssuedCertificate]
    var history: [HistoryEntry]

    var insertions: [RowChange] {
        [.insertGroup(group)] + machines.map(RowChange.insertMachine)
            + connections.map(RowChange.insertConnection) + certificates.map(RowChange.insertCertificate)
            + history.map(RowChange.appendHistory)
    }

    var rows: Rows {
        Rows(
            groups: [group], machines: machines, connections: connections, certificates: certificates,
            history: history)
    }
}

extension ArbitraryRows {
    /// A group of that kind of phase (any, where nothing is given) with two to five rows of every other kind.
    mutating func wholeGroup(_ kind: GroupPhase.Kind?) throws -> WholeGroup {
        let group = try self.group(kind)
        let count = number(2...5)
        return WholeGroup(
            group: group,
            machines: try (0..<count).map { _ in try machine(in: group.id) },
            connections: try (0..<count).map { _ in try connection(in: group.id) },
            certificates: try (1...count).compactMap { Generation($0) }.map { try certificate(of: group.id, $0) },
            history: try (1...count).map { try historyEntry(of: group.id, $0) })
    }
}

extension Rows {
    // Swift's texts are equal where Unicode says so, and versions where their numbers are; a store keeps the spelling.
    fileprivate var spellings: [[Unicode.Scalar]] {
        let names =
            groups.map(\.name.description) + machines.map(\.name.description) + connections.map(\.name.description)
        let versions = machines.map { $0.agentVersion?.description ?? "" }
        let entries = history.flatMap { [$0.action, $0.reason, $0.subject, $0.rule] }
        return (names + versions + entries).map { Array($0.unicodeScalars) }
    }
}
