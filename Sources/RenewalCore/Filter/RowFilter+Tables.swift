internal import FoundationEssentials

// Filters of subscriptions (Rule N2): conditions on the published columns of a table, and on the row's id.
extension RowFilter {
    /// Reads a condition on the published columns of a table (Rule N2) and on its id column, as
    /// `keydeliverystatus eq 2 and startswith(name,'PC-')`.
    ///
    /// - Throws: ``RenewalError`` with `invalidFilter`, as ``init(_:columns:)`` does.
    public init(_ text: String, for table: RenewalTable) throws {
        try self.init(text, columns: table.filterColumns)
    }

    /// Whether the condition holds for a row of published columns; one that is not among them is null.
    ///
    /// - Parameters:
    ///   - row: the row's columns with their values.
    ///   - id: the row's id as text.
    public func matches(_ row: [ColumnEntry], id: String) -> Bool {
        matches { index in
            // The id comes first in ``RenewalTable/filterColumns``.
            if index == 0 { return UUID(uuidString: id).map(FilterValue.guid) ?? .null }
            let column = columns[index]
            return row.first { $0.column == column.name }?.value.filterValue(as: column.kind) ?? .null
        }
    }
}

extension RenewalTable {
    /// The columns that a filter of a subscription can name: the id, then the published columns in table order.
    public var filterColumns: [FilterColumn] {
        switch self {
        case .group: Self.groupColumns
        case .machine: Self.machineColumns
        case .connection: Self.connectionColumns
        }
    }

    private static let groupColumns: [FilterColumn] = [
        .init("flowmachinegroupid", .guid), .init("name", .text), .init("keyvalidityperiod", .integer),
        .init("keyexpirygraceperiod", .integer), .init("keycreationdate", .instant),
        .init("primarypublickey", .text), .init("secondarypublickey", .text), .init("passwordchangeddate", .instant),
        .init("passwordchangedby", .text), .init("rotationstartedby", .text), .init("statecode", .integer),
        .init("statuscode", .integer), .init("renewal_phase", .text), .init("renewal_generation", .integer),
        .init("renewal_reason", .text), .init("renewal_openedon", .instant), .init("renewal_deadline", .instant),
        .init("renewal_issuer", .text), .init("renewal_requestedon", .instant), .init("renewal_requestedby", .text),
        .init("renewal_requestedissuer", .text),
        .init("renewal_passwordversion", .integer), .init("renewal_joincounter", .integer),
        .init("renewal_deliverydoubted", .integer),
    ]

    private static let machineColumns: [FilterColumn] = [
        .init("flowmachineid", .guid), .init("name", .text), .init("agentversion", .version),
        .init("flowmachinegroupid", .guid), .init("keydeliverystatus", .integer), .init("keyreceiveddate", .instant),
        .init("lastheartbeatdate", .instant), .init("renewal_generation", .integer),
        .init("renewal_machinekey", .text),
    ]

    private static let connectionColumns: [FilterColumn] = [
        .init("renewal_desktopflowconnectionid", .guid), .init("renewal_name", .text),
        .init("renewal_flowmachinegroupid", .guid), .init("renewal_state", .integer),
        .init("renewal_lastused", .instant), .init("renewal_generations", .text), .init("renewal_revision", .integer),
    ]
}

extension ColumnValue {
    fileprivate func filterValue(as kind: FilterColumn.Kind) -> FilterValue {
        switch self {
        case .null, .withheld: .null
        case .integer(let number): .integer(Int64(number))
        case .text(let text): kind == .guid ? UUID(uuidString: text).map(FilterValue.guid) ?? .null : .text(text)
        case .instant(let instant): .instant(instant)
        }
    }
}
