internal import FoundationEssentials
package import RenewalCore

/// What was acknowledged to whom, and what the store may therefore hold.
package struct TrialExpectation: Sendable {
    /// For each writer the last transaction that was acknowledged.
    package private(set) var acknowledged: [TrialWriter: UInt64] = [:]
    /// For each writer the last transaction that was begun and reported as of unknown outcome, or not reported at all.
    private var possible: [TrialWriter: UInt64] = [:]

    package init() {}

    /// What a copy may hold that was made at some time between this one and a later one.
    func upTo(_ later: TrialExpectation) -> TrialExpectation {
        var past = self
        past.possible = later.acknowledged
        return past
    }

    /// The same, but for these writers as the other one says.
    func with(_ other: TrialExpectation, of writers: [TrialWriter]) -> TrialExpectation {
        var mixed = self
        for writer in writers { mixed.acknowledged[writer] = other.last(writer) }
        return mixed
    }

    package func last(_ writer: TrialWriter) -> UInt64 { acknowledged[writer] ?? 0 }

    package mutating func acknowledge(_ n: UInt64, by writer: TrialWriter) {
        acknowledged[writer] = max(n, last(writer))
        possible[writer] = max(possible[writer] ?? 0, n)
    }

    /// Whether more may be stored than was acknowledged.
    func isOpen(_ writer: TrialWriter) -> Bool { possible[writer] ?? 0 > last(writer) }

    /// Transaction n may be stored or not.
    package mutating func leaveOpen(_ n: UInt64, by writer: TrialWriter) {
        possible[writer] = max(possible[writer] ?? 0, n)
    }

    /// Whatever is possible by the other one may be stored or not.
    mutating func leaveOpen(_ other: TrialExpectation) {
        for (writer, n) in other.possible { leaveOpen(n, by: writer) }
    }

    /// A process that had these writers ended, and each may have stored one more than it acknowledged.
    package mutating func processEnded(_ writers: [TrialWriter]) {
        for writer in writers { leaveOpen(last(writer) + 1, by: writer) }
    }

    /// Takes note of what is stored.
    ///
    /// - Throws: ``StoreTrialError`` where that may not be.
    mutating func found(_ n: UInt64, by writer: TrialWriter) throws {
        guard n >= last(writer) else {
            throw StoreTrialError(
                "LOST: writer \(writer.number) was told that \(last(writer)) is stored, and the store ends at \(n)")
        }
        guard n <= possible[writer] ?? 0 else {
            throw StoreTrialError(
                "UNCALLED: writer \(writer.number) stored at most \(possible[writer] ?? 0), and the store has \(n)")
        }
        acknowledged[writer] = n
        possible[writer] = n
    }
}

extension TrialWriter {
    /// Checks every row of the writers, and notes what is there as what is acknowledged from now on.
    package static func check(
        _ writers: [TrialWriter], in storage: any Storage, _ expectation: inout TrialExpectation
    ) async throws {
        for writer in writers { try expectation.found(try await writer.lastWhole(in: storage), by: writer) }
        try await checkShared(writers, in: storage, expectation)
    }

    /// The last transaction, after checking that all of it is there and nothing of a later one.
    private func lastWhole(in storage: any Storage) async throws -> UInt64 {
        let rows = try await storage.read([
            .group(group), .machine(machines[0]), .machine(machines[1]), .connection(connection), .lastHistory(group),
        ])
        guard let row = rows.group(group), rows.machines.count == 2 else {
            throw StoreTrialError("HALF: writer \(number) lost its group or machines")
        }
        let n = row.joinCounter
        let name = n == 0 ? try Name("0") : try Self.name(n)
        let machinesAgree = rows.machines.allSatisfy { $0.lastHeartbeat == Self.instant(n) && $0.name == name }
        let connectionAgrees = rows.connections.map(\.revision) == (n % 2 == 1 ? [n] : [])
        let historyAgrees = (rows.history.first?.number ?? 0) == n
        guard machinesAgree, row.name == name, connectionAgrees, historyAgrees else {
            throw StoreTrialError(
                "HALF: writer \(number), transaction \(n): its rows do not agree (machines \(machinesAgree), "
                    + "connection \(connectionAgrees), history \(historyAgrees), name \(row.name == name))")
        }
        return n
    }

    /// The shared history names exactly the transactions that are stored.
    private static func checkShared(
        _ writers: [TrialWriter], in storage: any Storage, _ expectation: TrialExpectation
    ) async throws {
        let entries = try await history(of: sharedGroup, in: storage)
        let group = try await storage.read([.group(sharedGroup)]).group(sharedGroup)
        guard group?.joinCounter == UInt64(entries.count) else {
            throw StoreTrialError("HALF: the shared group's counter is not the number of its history entries")
        }
        var expected: [String] = []
        for writer in writers {
            expected += (0...expectation.last(writer)).filter { $0 > 0 && takesShared($0) }.map(writer.sharedReason)
        }
        guard entries.map(\.reason).sorted() == expected.sorted() else {
            throw StoreTrialError("HALF: the shared history names other transactions than those that are stored")
        }
    }

    private static func history(of group: GroupID, in storage: any Storage) async throws -> [HistoryEntry] {
        var entries: [HistoryEntry] = []
        while true {
            let page = try await storage.read([.history(group, after: UInt64(entries.count), limit: 500)]).history
            entries += page
            if page.count < 500 { return entries }
        }
    }

    /// Takes every notification out of the store, and checks that each stored transaction has left exactly one, in
    /// order (Rule N3).
    package static func drainDeliveries(
        of writers: [TrialWriter], in storage: any Storage, _ expectation: TrialExpectation
    ) async throws {
        var seen: [GroupID: UInt64] = [:]
        var step = DeliveryStep(claim: claim)
        while true {
            let deliveries = try await storage.deliveries(step)
            if deliveries.isEmpty { break }
            for delivery in deliveries { try note(delivery, &seen) }
            step = DeliveryStep(settled: deliveries.map { .delivered(sequence: $0.sequence) }, claim: claim)
        }
        for writer in writers where (seen[writer.group] ?? 0) != expectation.last(writer) {
            throw StoreTrialError(
                "HALF: writer \(writer.number) stored \(expectation.last(writer)) transactions and "
                    + "\(seen[writer.group] ?? 0) notifications")
        }
    }

    static var claim: Claim {
        Claim(
            subscribers: [subscriber], now: start.adding(days: 10), leaseUntil: start.adding(days: 11), limit: 1_000)
    }

    private static func note(_ delivery: Delivery, _ seen: inout [GroupID: UInt64]) throws {
        guard case .change(let change) = delivery.event.content else { return }
        let n = (seen[change.group] ?? 0) + 1
        guard delivery.event.at == instant(n) else {
            throw StoreTrialError("HALF: a notification of group \(change.group) is missing, double or out of order")
        }
        seen[change.group] = n
    }
}
