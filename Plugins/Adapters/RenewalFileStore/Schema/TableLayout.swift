/// A table's columns in their order, the checksum last. Statements and rows go by it; a test compares it with the
/// schema.
struct TableLayout: Sendable {
    let table: StoreTable
    let columns: [String]

    /// How many columns from the first on are the primary key.
    var keyCount: Int { table == .certificate || table == .history ? 2 : 1 }

    var list: String { columns.joined(separator: ", ") }

    var select: String { "SELECT \(list) FROM \(table.rawValue)" }

    var insert: String {
        let parameters = columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        return "INSERT INTO \(table.rawValue) (\(list)) VALUES (\(parameters))"
    }

    /// An update of all columns but some. Parameters are numbered as the columns are.
    func update(except fixed: [String], where condition: String) -> String {
        let assignments = columns.filter { !fixed.contains($0) }.map { "\($0) = \(parameter($0))" }
        return "UPDATE \(table.rawValue) SET \(assignments.joined(separator: ", ")) WHERE \(condition)"
    }

    /// The parameter that a column is bound to.
    func parameter(_ column: String) -> String { "?\((columns.firstIndex(of: column) ?? -1) + 1)" }

    /// `a = ?1 AND b IS ?2`, for columns that have to be as they are bound.
    func same(_ columns: [String]) -> String { columns.map { "\($0) IS \(parameter($0))" }.joined(separator: " AND ") }
}

extension TableLayout {
    static let store = TableLayout(
        table: .store,
        columns: ["renewal_storeid", "renewal_keptinstant", "renewal_lastdelivery", "renewal_checksum"])

    static let group = TableLayout(
        table: .group,
        columns: [
            "flowmachinegroupid", "name", "keycreationdate", "keyvalidityperiod", "keyexpirygraceperiod",
            "passwordchangeddate", "passwordchangedby", "rotationstartedby", "statecode", "statuscode", "renewal_phase",
            "renewal_generation", "renewal_previousgeneration", "renewal_fingerprint", "renewal_expireson",
            "renewal_reason", "renewal_openedon", "renewal_deadline", "renewal_issuer", "renewal_requestedon",
            "renewal_requestedby", "renewal_passwordversion", "renewal_transitions", "renewal_wakeson", "renewal_row",
            "renewal_checksum",
        ])

    static let machine = TableLayout(
        table: .machine,
        columns: [
            "flowmachineid", "name", "agentversion", "flowmachinegroupid", "keydeliverystatus", "keyreceiveddate",
            "lastheartbeatdate", "renewal_generation", "renewal_machinekey", "renewal_publickey", "renewal_sequence",
            "renewal_canrenew", "renewal_appliedtransition", "renewal_checksum",
        ])

    static let connection = TableLayout(
        table: .connection,
        columns: [
            "renewal_desktopflowconnectionid", "renewal_flowmachinegroupid", "renewal_name", "renewal_state",
            "renewal_lastused", "renewal_generations", "renewal_revision", "renewal_appliedtransition",
            "renewal_copies", "renewal_checksum",
        ])

    static let certificate = TableLayout(
        table: .certificate,
        columns: [
            "flowmachinegroupid", "renewal_generation", "renewal_fingerprint", "keycreationdate", "keyvalidityperiod",
            "renewal_expireson", "renewal_certificate", "renewal_link", "renewal_checksum",
        ])

    static let history = TableLayout(
        table: .history,
        columns: [
            "flowmachinegroupid", "renewal_number", "renewal_on", "renewal_by", "renewal_action", "renewal_rule",
            "renewal_reason", "renewal_subject", "renewal_previoushash", "renewal_hash", "renewal_checksum",
        ])

    static let delivery = TableLayout(
        table: .delivery,
        columns: [
            "renewal_deliveryid", "renewal_subscriber", "renewal_orderkey", "renewal_notbefore", "renewal_leaseuntil",
            "renewal_availableat", "renewal_ishead", "renewal_attempts", "renewal_event", "renewal_checksum",
        ])

    /// A table's columns.
    static func of(_ table: StoreTable) -> TableLayout {
        switch table {
        case .store: store
        case .group: group
        case .machine: machine
        case .connection: connection
        case .certificate: certificate
        case .history: history
        case .delivery: delivery
        }
    }

    /// Every table.
    static let all = [store, group, machine, connection, certificate, history, delivery]
}
