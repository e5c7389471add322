package import RenewalCore
package import RenewalFileStore

/// Every question that a store can be asked about the rows that it has, and about each of them.
package struct StoreQuestions: Sendable {
    /// A row of any kind, for comparing.
    package enum Row: Hashable, Sendable {
        case group(MachineGroup), machine(Machine), connection(DesktopFlowConnection)
        case certificate(IssuedCertificate), history(HistoryEntry), due(GroupID), kept(Instant?)
    }

    /// What a store gives, by the question.
    package typealias Answers = [String: [Row]]

    private static let lastEntry = "last entry"
    private var queries: [(name: String, query: RowQuery)] = [("groups", .groups(after: nil, limit: 99))]

    /// The questions about the rows of an intact store.
    package init(about store: FileStore) async throws {
        for group in try await store.read([.groups(after: nil, limit: 99)]).groups.map(\.id) {
            for (name, query) in Self.queries(of: group) { queries.append(("\(group) \(name)", query)) }
            let rows = try await store.read([
                .machines(group, after: nil, limit: 99), .connections(group, after: nil, limit: 99),
            ])
            for machine in rows.machines.map(\.id) { queries.append(("\(machine)", .machine(machine))) }
            for connection in rows.connections.map(\.id) { queries.append(("\(connection)", .connection(connection))) }
        }
    }

    private static func queries(of group: GroupID) -> [(String, RowQuery)] {
        [
            ("itself", .group(group)), ("machines", .machines(group, after: nil, limit: 99)),
            ("machines behind", .machinesBehind(group, transition: .max, limit: 99)),
            ("machines holding 1", .machinesHolding(group, .first, canRenew: nil, after: nil, limit: 99)),
            ("machines holding 2", .machinesHolding(group, .first.next, canRenew: true, after: nil, limit: 99)),
            ("connections", .connections(group, after: nil, limit: 99)),
            ("connections behind", .connectionsBehind(group, transition: .max, limit: 99)),
            ("lacking 2", .connectionsHolding(group, .first, lacking: .first.next, after: nil, limit: 99)),
            ("certificates", .certificates(group, after: nil)), ("history", .history(group, after: 0, limit: 99)),
            (lastEntry, .lastHistory(group)),
        ]
    }

    /// Asks every question.
    ///
    /// - Throws: what the store throws.
    package func answers(of store: FileStore) async throws -> Answers {
        var answers: Answers = [:]
        for (name, query) in queries { answers[name] = Self.rows(in: try await store.read([query])) }
        answers["due"] = try await store.dueGroups(at: .distantFuture, limit: 99).map(Row.due)
        answers["kept"] = [.kept(try await store.keptInstant(.read))]
        return answers
    }

    private static func rows(in rows: Rows) -> [Row] {
        rows.groups.map(Row.group) + rows.machines.map(Row.machine) + rows.connections.map(Row.connection)
            + rows.certificates.map(Row.certificate) + rows.history.map(Row.history)
    }

    /// Whether the question is for the last one of several rows: where that one is hidden the answer is an earlier one.
    static func isForLast(_ question: String) -> Bool { question.hasSuffix(lastEntry) }
}
