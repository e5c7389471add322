internal import FoundationEssentials
package import RenewalCore
internal import RenewalKit

/// One writer of a trial: its own group with two machines, and the transactions 1, 2, 3 … on it.
///
/// Transaction n sets every row to n: the group, both machines, a history entry and a notification numbered n, a
/// connection that is there for odd n and gone for even ones. Each third also adds to a group that all writers share. So
/// a half transaction, a lost one and one that was made twice show in the rows.
package struct TrialWriter: Hashable, Sendable {
    package let number: Int

    package init(_ number: Int) { self.number = number }

    /// The subscription that notifications are stored for.
    static let subscriber = "trial"
    static let start = Instant(secondsSince1970: 1_767_225_600)
    static let sharedGroup = GroupID(Self.uuid(9, 0, 0))

    var group: GroupID { GroupID(Self.uuid(1, number, 0)) }
    var machines: [MachineID] { [1, 2].map { MachineID(Self.uuid(2, number, $0)) } }
    var connection: ConnectionID { ConnectionID(Self.uuid(3, number, 0)) }

    static func takesShared(_ n: UInt64) -> Bool { n % 3 == 0 }

    /// What the shared history says of this writer's transaction n.
    func sharedReason(_ n: UInt64) -> String { "\(number)/\(n)" }

    static func uuid(_ kind: UInt8, _ writer: Int, _ n: UInt64) -> UUID {
        let (w, n) = (UInt16(writer), UInt32(truncatingIfNeeded: n).bigEndian)
        return withUnsafeBytes(of: n) { n in
            UUID(uuid: (kind, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, UInt8(w >> 8), UInt8(w & 255), n[0], n[1], n[2], n[3]))
        }
    }
}

// Making the rows.
extension TrialWriter {
    /// The group that all share, before the first transaction.
    static func createShared(in storage: any Storage) async throws {
        try await storage.transact(TransactionRequest(groups: [sharedGroup], reads: [])) { _ in
            TransactionDecision(
                changes: [.insertGroup(MachineGroup(id: sharedGroup, name: try Name("shared")))], outcome: ())
        }
    }

    /// The writer's rows, before its first transaction.
    func create(in storage: any Storage) async throws {
        try await storage.transact(TransactionRequest(groups: [group], reads: [])) { _ in
            var changes = [RowChange.insertGroup(MachineGroup(id: group, name: try Name("0")))]
            for id in machines {
                changes.append(
                    .insertMachine(
                        Machine(
                            id: id, group: group, name: try Name("0"), agentVersion: nil, membership: nil,
                            lastHeartbeat: Self.start)))
            }
            return TransactionDecision(changes: changes, outcome: ())
        }
    }

    /// Transaction n, which must come after n - 1.
    package func run(_ n: UInt64, in storage: any Storage) async throws {
        let isShared = Self.takesShared(n)
        var groups = [group]
        var reads: [RowQuery] = [.group(group), .machine(machines[0]), .machine(machines[1]), .lastHistory(group)]
        if isShared {
            groups.append(Self.sharedGroup)
            reads += [.group(Self.sharedGroup), .lastHistory(Self.sharedGroup)]
        }
        try await storage.transact(TransactionRequest(groups: groups, reads: reads)) { rows in
            var decision = try own(n, rows)
            if isShared { decision.changes += try shared(n, rows) }
            return decision
        }
    }

    private func own(_ n: UInt64, _ rows: Rows) throws -> TransactionDecision<Void> {
        guard var row = rows.group(group), rows.machines.count == 2, row.joinCounter + 1 == n,
            (rows.history.first { $0.group == group }?.number ?? 0) + 1 == n,
            rows.machines.allSatisfy({ $0.lastHeartbeat == Self.instant(n - 1) })
        else {
            throw StoreTrialError("writer \(number) does not find transaction \(n - 1) before \(n)")
        }
        let old = row.name
        row.joinCounter = n
        row.name = try Self.name(n)
        var changes = [RowChange.updateGroup(row)]
        for var machine in rows.machines {
            machine.lastHeartbeat = Self.instant(n)
            machine.name = row.name
            changes.append(.updateMachine(machine))
        }
        changes.append(n % 2 == 1 ? .insertConnection(try connectionRow(n)) : .removeConnection(connection))
        changes.append(.appendHistory(entry(n, after: rows.history.first { $0.group == group }, in: group, "own")))
        return TransactionDecision(changes: changes, deliveries: [delivery(n, from: old, to: row.name)], outcome: ())
    }

    private func shared(_ n: UInt64, _ rows: Rows) throws -> [RowChange] {
        guard var row = rows.group(Self.sharedGroup) else { throw StoreTrialError("the shared group is gone") }
        let last = rows.history.first { $0.group == Self.sharedGroup }
        row.joinCounter += 1
        let entry = entry(row.joinCounter, after: last, in: Self.sharedGroup, sharedReason(n))
        return [.updateGroup(row), .appendHistory(entry)]
    }

    private func entry(_ n: UInt64, after last: HistoryEntry?, in group: GroupID, _ reason: String) -> HistoryEntry {
        var entry = HistoryEntry(
            group: group, number: n, at: Self.instant(n), by: .app("trial"),
            action: HistoryAction.policyChanged.rawValue, rule: "P1", reason: reason, subject: group.description,
            previousHash: last?.hash ?? HistoryChain.start, hash: .zero)
        entry.hash = StandardCrypto().digest(HistoryChain.hashedBytes(of: entry))
        return entry
    }

    private func connectionRow(_ n: UInt64) throws -> DesktopFlowConnection {
        DesktopFlowConnection(id: connection, group: group, name: try Self.name(n), revision: n, copies: [])
    }

    private func delivery(_ n: UInt64, from old: Name, to new: Name) -> Delivery {
        let columns = [ColumnChange(column: "name", old: .text(old.description), new: .text(new.description))]
        let change = ChangeEvent(
            table: .group, change: .modified, row: group.description, group: group, columns: columns)
        let event = RenewalEvent(id: Self.uuid(5, number, n), at: Self.instant(n), content: .change(change))
        return Delivery(subscriber: Self.subscriber, event: event, notBefore: Self.start)
    }

    static func instant(_ n: UInt64) -> Instant { start.adding(seconds: Int64(n)) }

    /// The number with a tail of varying length, so that rows grow and shrink.
    static func name(_ n: UInt64) throws -> Name {
        try Name("\(n) " + String(repeating: "x", count: Int(n * 37 % 90)))
    }
}
