import GRDB
import GRDBSQLite
import RenewalCore

extension Reader {
    func verify(
        crypto: some VerifyingCrypto, progress: (@Sendable (FileStore.Progress) -> Void)?
    ) throws -> FileStore.Verification {
        try withDatabase { database in
            var verifier = Verifier(database: database.base, progress: progress)
            try database.inReadTransaction {
                verifier.checkStructure()
                verifier.checkStore()
                verifier.checkGroups()
                verifier.checkCertificates(crypto: crypto)
                verifier.checkMachines()
                verifier.checkConnections()
                verifier.checkHistory(crypto: crypto)
                verifier.checkDeliveries()
                verifier.checkRelations()
            }
            // A part of the store is not an answer.
            try Task.checkCancellation()
            return verifier.found
        }
    }
}

/// Goes through a store, table by table. What can not be read is a fault like any other, and the rest is still checked.
struct Verifier {
    let database: Database
    // For the row that is looked at.
    private let space = RowSpace()
    let progress: (@Sendable (FileStore.Progress) -> Void)?
    var found = FileStore.Verification()
    /// What the rows of other tables are compared with.
    var groups: [GroupID: GroupFacts] = [:]
    var lastDelivery: UInt64 = 0

    struct GroupFacts {
        var newest: UInt64?
        var newestFingerprint: Fingerprint?
        var previous: UsableGeneration?
        var transitionCount: UInt64
        var isDeleted: Bool
        // Found in the table of certificates.
        var lastCertificate: UInt64 = 0
        var fingerprints: [UInt64: Fingerprint] = [:]
    }

    init(database: Database, progress: (@Sendable (FileStore.Progress) -> Void)?) {
        self.database = database
        self.progress = progress
    }

    mutating func report(_ kind: FileStore.Fault.Kind, _ description: String) {
        guard found.faults.count < FileStore.Verification.maximumFaults else {
            found.hasMoreFaults = true
            return
        }
        found.faults.append(FileStore.Fault(kind: kind, description: description))
    }

    /// The file's pages, and each index beside its table.
    mutating func checkStructure() {
        progress?(FileStore.Progress(step: "structure", done: 0, total: 1))
        do {
            let messages = try String.fetchAll(database, sql: "PRAGMA integrity_check")
            for message in messages where message != "ok" { report(.structure, message) }
            for difference in try Schema.differences(in: database) { report(.structure, difference) }
            for orphan in try Row.fetchAll(database, sql: "PRAGMA foreign_key_check") {
                report(.relation, "a row of \(orphan[0] as String? ?? "?") belongs to a group that is not there")
            }
        } catch {
            report(.structure, "the file can not be checked: \(error)")
        }
        progress?(FileStore.Progress(step: "structure", done: 1, total: 1))
    }

    mutating func checkStore() {
        each(.store, StoreRow.read, { try $0.write(to: &$1) }) { verifier, row in
            verifier.lastDelivery = row.lastDelivery
        }
        if found.rows[StoreTable.store.rawValue] != 1 {
            report(.structure, "\(StoreTable.store.rawValue) has not exactly one row")
        }
    }

    /// Reads every row of a table in the order of its key, compares checksums, and gives the rows to the body.
    ///
    /// - Parameter write: writes a row anew: its checksum must be the stored one, or a column does not follow from the
    ///   row.
    mutating func each<Row>(
        _ table: StoreTable, _ read: (inout RowReader) throws -> Row,
        _ write: (Row, inout RowWriter) throws -> Void, _ body: (inout Verifier, Row) -> Void
    ) {
        let layout = TableLayout.of(table)
        let key = layout.columns.prefix(layout.keyCount).joined(separator: ", ")
        var done = 0
        do {
            let total = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table.rawValue)") ?? 0
            let owner = try database.makeStatement(sql: "\(layout.select) ORDER BY \(key)")
            let statement = owner.sqliteStatement
            defer { withExtendedLifetime(owner) { _ = sqlite3_reset(statement) } }
            while true {
                let code = sqlite3_step(statement)
                if code == SQLITE_DONE { break }
                guard code == SQLITE_ROW else { throw database.failure(code) }
                done += 1
                checkRow(statement, table, read, write, body)
                if done.isMultiple(of: 1_000) {
                    if Task.isCancelled { return }
                    progress?(FileStore.Progress(step: table.rawValue, done: done, total: max(done, total)))
                }
            }
            if done != total { report(.structure, "\(table.rawValue) has \(total) rows, and \(done) were found") }
        } catch {
            report(.structure, "\(table.rawValue) can not be read to its end: \(error)")
        }
        found.rows[table.rawValue] = done
        progress?(FileStore.Progress(step: table.rawValue, done: done, total: done))
    }

    private mutating func checkRow<Row>(
        _ statement: OpaquePointer, _ table: StoreTable, _ read: (inout RowReader) throws -> Row,
        _ write: (Row, inout RowWriter) throws -> Void, _ body: (inout Verifier, Row) -> Void
    ) {
        do {
            var reader = try RowReader(statement, table, space)
            let row = try read(&reader)
            var writer = RowWriter(nil, table, space)
            try write(row, &writer)
            guard writer.checksumValue == reader.checksumValue else {
                throw reader.fault("a column does not follow from its values")
            }
            body(&self, row)
        } catch let error as FileStoreError {
            report(.row, error.message)
        } catch {
            report(.row, "a row of \(table.rawValue) can not be read: \(error)")
        }
    }
}
