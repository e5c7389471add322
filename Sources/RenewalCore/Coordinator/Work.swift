internal import FoundationEssentials

/// One transaction's work on one group: the rows as they become, with the notifications and history that go with them.
///
/// A decision loads it from rows, calls its methods, and hands over what it gathered; nothing here waits or stores.
struct Work {
    /// What every decision may need, besides rows.
    struct Environment: Sendable {
        var now: Instant
        var clockIsSuspect: Bool
        /// The kept instant, as last seen (Rule T3).
        var kept: Instant?
        var crypto: any VerifyingCrypto
        var subscriptions: [Subscription]
        var makeID: @Sendable () -> UUID
    }

    /// What a decision found out that it needs before it can be made; the coordinator provides it and runs it again.
    enum Need: Error {
        /// The kept instant raised to now (Rule T3).
        case keptInstant
        /// The newest history entry.
        case history
        /// The row of the machine that was named to issue (Rule P5).
        case machine(MachineID)
        /// The signatures verified against the keys that the rows name now (Rule Z2).
        case verification
    }

    let environment: Environment
    let rows: Rows
    private(set) var group: MachineGroup
    private var groupIsChanged = false
    private let isNew: Bool
    private var lastHistory: [GroupID: HistoryEntry] = [:]
    private let historyIsLoaded: Bool
    private let soughtMachine: MachineID?
    private(set) var changes: [RowChange] = []
    private var deliveries: [Delivery] = []
    // Whether somebody chooses by the columns of rows.
    private let isFiltered: Bool
    private var movesTime = false

    /// Whether the group's row is to be written.
    var hasChangedGroup: Bool { groupIsChanged }
    var now: Instant { environment.now }
    var crypto: any VerifyingCrypto { environment.crypto }

    /// Work on a group that is there; closings and expiries that hold by now are done (Rule K1).
    ///
    /// - Parameter soughtMachine: a machine whose row was asked for: without one in the rows there is none.
    init(
        on id: GroupID, rows: Rows, historyIsLoaded: Bool, soughtMachine: MachineID? = nil, environment: Environment
    ) throws {
        guard let group = rows.group(id) else { throw RenewalError.groupNotFound(id) }
        self.init(
            group, isNew: false, rows: rows, historyIsLoaded: historyIsLoaded, soughtMachine: soughtMachine,
            environment: environment)
        try settle()
    }

    /// Work that creates a group.
    init(creating group: MachineGroup, environment: Environment) {
        self.init(
            group, isNew: true, rows: Rows(), historyIsLoaded: true, soughtMachine: nil, environment: environment)
        publish(.group, .added, row: group.id, from: nil, to: group, at: environment.now)
    }

    private init(
        _ group: MachineGroup, isNew: Bool, rows: Rows, historyIsLoaded: Bool, soughtMachine: MachineID?,
        environment: Environment
    ) {
        self.group = group
        self.isNew = isNew
        self.rows = rows
        self.historyIsLoaded = historyIsLoaded
        self.soughtMachine = soughtMachine
        self.environment = environment
        isFiltered = environment.subscriptions.contains { $0.filter != nil }
        for entry in rows.history { lastHistory[entry.group] = entry }
    }

    /// What to write.
    ///
    /// - Throws: ``Need/keptInstant`` where an opening, issue, closing or expiry would be stored before the kept instant
    ///   was raised (Rule T3); ``RenewalError`` with `storeInconsistent` for a group whose numbers are used up.
    func decision<Outcome: Sendable>(_ outcome: Outcome) throws -> TransactionDecision<Outcome> {
        if groupIsChanged { try group.requireNumbers() }
        if movesTime, (environment.kept ?? .distantPast) < now { throw Need.keptInstant }
        var changes = changes
        if isNew {
            changes.insert(.insertGroup(group), at: 0)
        } else if groupIsChanged {
            changes.insert(.updateGroup(group), at: 0)
        }
        return TransactionDecision(changes: changes, deliveries: deliveries, outcome: outcome)
    }
}

// The group's row.
extension Work {
    /// Changes the group's row and publishes what changed.
    mutating func changeGroup(at instant: Instant? = nil, _ change: (inout MachineGroup) throws -> Void) rethrows {
        let before = group
        var after = group
        try change(&after)
        if after == before { return }
        group = after
        groupIsChanged = true
        // A first join issues too, and is no transition.
        if group.phase.kind != before.phase.kind { movesTime = true }
        let isDeleted = after.phase.kind == .deleted
        // A deleted group is told of once; what its row goes through afterwards is nobody's business.
        if before.phase.kind == .deleted { return }
        func withheld(_ new: MachineGroup?) -> [ColumnChange] {
            [WithheldColumn].difference(from: before.withheldColumns, to: new?.withheldColumns)
        }
        let at = instant ?? now
        if isDeleted {
            publish(.group, .deleted, row: after.id, from: before, to: nil, withheld: withheld(nil), at: at)
        } else {
            publishChange(.group, row: after.id, from: before, to: after, withheld: withheld(after), at: at)
        }
    }

    /// Records the closings and expiries that hold by now (Rules K1, K2, K3).
    mutating func settle() throws {
        var ahead = group
        while let transition = ahead.settleNext(at: now) {
            let isClosing = transition.kind == .closed
            changeGroup(at: transition.at) { _ = $0.settleNext(at: transition.at) }
            try record(
                isClosing ? .overlapClosed : .groupExpired, rule: isClosing ? "K2" : "K3", by: .coordinator,
                isClosing
                    ? "the deadline came; generation \(transition.generation?.previous?.description ?? "?") is retired"
                    : "no machine had issued a certificate before the expiry", at: transition.at)
        }
    }

    /// Opens a renewal that is due (Rule S4), unless the clock is suspect (Rule T3).
    mutating func openIfDue(foundBy principal: Principal) throws {
        guard !environment.clockIsSuspect, let opening = group.dueOpening(at: now, foundBy: principal) else { return }
        // A remembered request can name a machine that has left since: it is looked up before anything opens.
        if let issuer = opening.delivery.issuer, issuer != soughtMachine, rows.machine(issuer) == nil {
            throw Need.machine(issuer)
        }
        try changeGroup { try $0.open(opening) }
        try record(.renewalOpened, rule: "S4", by: opening.by, "due because of \(opening.reason.rawValue)")
        if let issuer = opening.delivery.issuer { try noteIssuer(issuer, after: rows.machine(issuer)) }
    }
}

// Other rows.
extension Work {
    /// Adds a machine.
    mutating func insert(_ machine: Machine) {
        changes.append(.insertMachine(machine))
        publish(.machine, .added, row: machine.id, from: nil, to: machine, at: now)
    }

    /// Changes a machine's row after it followed the group's transitions (Rule K1).
    mutating func change(_ machine: Machine, _ change: (inout Machine) throws -> Void) rethrows -> Machine {
        var row = follow(machine)
        let before = row
        try change(&row)
        if row != before {
            publishChange(.machine, row: row.id, from: before, to: row, at: now)
        }
        if row != machine { changes.append(.updateMachine(row)) }
        return row
    }

    /// Lets rows follow the group's transitions, and nothing else (Rule K1).
    mutating func catchUp(_ machines: [Machine], _ connections: [DesktopFlowConnection]) {
        changes.reserveCapacity(changes.count + machines.count + connections.count)
        for machine in machines {
            let row = follow(machine)
            if row.appliedTransition != machine.appliedTransition { changes.append(.updateMachine(row)) }
        }
        for connection in connections {
            let row = follow(connection)
            if row.appliedTransition != connection.appliedTransition { changes.append(.updateConnection(row)) }
        }
    }

    /// Removes a machine's row.
    mutating func remove(_ machine: Machine, at instant: Instant? = nil) {
        let row = follow(machine)
        changes.append(.removeMachine(machine.id))
        publish(.machine, .deleted, row: row.id, from: row, to: nil, at: instant ?? now)
    }

    /// Adds a connection.
    mutating func insert(_ connection: DesktopFlowConnection) {
        changes.append(.insertConnection(connection))
        publish(.connection, .added, row: connection.id, from: nil, to: connection, at: now)
    }

    /// Changes a connection's row after it followed the group's transitions (Rule K1).
    mutating func change(
        _ connection: DesktopFlowConnection, _ change: (inout DesktopFlowConnection) throws -> Void
    ) rethrows -> DesktopFlowConnection {
        var row = follow(connection)
        let before = row
        try change(&row)
        if row != before {
            publishChange(.connection, row: row.id, from: before, to: row, at: now)
        }
        if row != connection { changes.append(.updateConnection(row)) }
        return row
    }

    /// Removes a connection's row.
    mutating func remove(_ connection: DesktopFlowConnection) {
        let row = follow(connection)
        changes.append(.removeConnection(connection.id))
        publish(.connection, .deleted, row: row.id, from: row, to: nil, at: now)
    }

    /// Points a connection of another group at this one, after it followed that group's transitions (Rule K1): its
    /// copies go, its revision stays (Rules C1, G1).
    mutating func relocate(_ connection: DesktopFlowConnection, from source: MachineGroup) throws {
        var row = follow(connection, source)
        let before = row
        row.group = group.id
        row.copies = []
        row.storedState = try StateMachine.connection.next(row.storedState, .moved)
        row.appliedTransition = group.transitionCount
        publishChange(.connection, row: row.id, from: before, to: row, at: now)
        changes.append(.updateConnection(row))
    }

    /// Adds a generation's certificate.
    mutating func insert(_ certificate: IssuedCertificate) {
        changes.append(.insertCertificate(certificate))
    }

    /// The machine after it followed every transition of the group, each published once (Rule K1).
    private mutating func follow(_ machine: Machine) -> Machine {
        let transitions = group.transitions
        var row = machine
        while let transition = row.next(of: transitions) {
            let before = row
            row.follow(transition)
            publishChange(.machine, row: row.id, from: before, to: row, at: transition.at)
        }
        return row
    }

    /// The connection after it followed every transition of the group, each published once (Rule K1).
    private mutating func follow(
        _ connection: DesktopFlowConnection, _ other: MachineGroup? = nil
    ) -> DesktopFlowConnection {
        let transitions = other.map(\.transitions) ?? group.transitions
        var row = connection
        while let transition = row.next(of: transitions) {
            let before = row
            row.follow(transition)
            publishChange(.connection, row: row.id, from: before, to: row, at: transition.at, in: row.group)
        }
        return row
    }
}

// Notifications and history.
extension Work {
    private mutating func publish<Row: PublishedRow>(
        _ table: RenewalTable, _ change: ChangeEvent.Change, row id: some UUIDIdentifier, from old: Row?, to new: Row?,
        withheld: @autoclosure () -> [ColumnChange] = [], at instant: Instant
    ) {
        publish(
            table, change, row: id, Row.changes(from: old, to: new) + withheld(), at: instant, in: group.id,
            filterRow: (new ?? old)?.publishedEntries ?? [])
    }

    // The same for a row that was there and still is, as most are.
    private mutating func publishChange<Row: PublishedRow>(
        _ table: RenewalTable, row id: some UUIDIdentifier, from old: Row, to new: Row,
        withheld: @autoclosure () -> [ColumnChange] = [], at instant: Instant, in other: GroupID? = nil
    ) {
        func changes() -> [ColumnChange] {
            var changes = Row.changes(from: old, to: new)
            changes += withheld()
            return changes
        }
        publish(
            table, .modified, row: id, changes(), at: instant, in: other ?? group.id, filterRow: new.publishedEntries)
    }

    private mutating func publish(
        _ table: RenewalTable, _ change: ChangeEvent.Change, row id: some UUIDIdentifier,
        _ changes: @autoclosure () -> [ColumnChange], at instant: Instant, in group: GroupID,
        filterRow: @autoclosure () -> [ColumnEntry]
    ) {
        // Without subscribers nobody is told, and a check-in does not pay for texts that nobody reads.
        guard !environment.subscriptions.isEmpty else { return }
        let columns = changes()
        guard change != .modified || columns.isPublished else { return }
        let event = ChangeEvent(table: table, change: change, row: id.description, group: group, columns: columns)
        // All columns are for filters (Rule N2).
        let published = PublishedEvent(
            RenewalEvent(id: environment.makeID(), at: instant, content: .change(event)),
            row: isFiltered ? filterRow() : [])
        environment.subscriptions.appendDeliveries(of: published, to: &deliveries)
    }

    /// Tells every subscriber of something that is no change to a row.
    mutating func tell(_ content: RenewalEvent.Content) {
        if environment.subscriptions.isEmpty { return }
        let published = PublishedEvent(RenewalEvent(id: environment.makeID(), at: now, content: content))
        environment.subscriptions.appendDeliveries(of: published, to: &deliveries)
    }

    /// Adds an entry to the group's history, or to that of another group of the transaction.
    ///
    /// - Throws: ``Need/history`` where the newest entry was not read.
    mutating func record(
        _ action: HistoryAction, rule: String, by principal: Principal, _ reason: String, subject: String? = nil,
        at instant: Instant? = nil, in other: GroupID? = nil
    ) throws {
        guard historyIsLoaded else { throw Need.history }
        let id = other ?? group.id
        let last = lastHistory[id]
        var entry = HistoryEntry(
            group: id, number: try (last?.number ?? 0).following("the last history entry of group \(id)"),
            at: instant ?? now, by: principal,
            action: action.rawValue, rule: rule, reason: reason, subject: subject ?? id.description,
            previousHash: last?.hash ?? HistoryChain.start, hash: .zero)
        entry.hash = crypto.digest(HistoryChain.hashedBytes(of: entry))
        lastHistory[id] = entry
        changes.append(.appendHistory(entry))
    }
}
