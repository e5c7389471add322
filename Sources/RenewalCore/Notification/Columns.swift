internal import FoundationEssentials

// The published columns of each table (Rule N1), by their Dataverse logical names; our own start with `renewal_`. What
// must not be told is in WithheldColumns.swift.
extension MachineGroup: PublishedRow {
    /// The row's columns for notifications and reports, in table order.
    public var columns: [ColumnEntry] { publishedEntries }

    static let publishedColumns: [PublishedColumn<MachineGroup>] = [
        PublishedColumn("name", shown: \.name),
        PublishedColumn("keyvalidityperiod", integer: \.policy.validityMinutes),
        PublishedColumn("keyexpirygraceperiod", integer: \.policy.graceMinutes),
        PublishedColumn("keycreationdate", instant: { $0.importedKeyDate ?? $0.newestKey?.createdAt }),
        PublishedColumn("primarypublickey", \.newestKey?.certificate, base64),
        PublishedColumn("secondarypublickey", \.phase.overlap?.previous.certificate, base64),
        PublishedColumn("passwordchangeddate", instant: \.passwordChangedAt),
        PublishedColumn("passwordchangedby", shown: \.passwordChangedBy),
        PublishedColumn("rotationstartedby", shown: \.phase.opening?.by),
        PublishedColumn("statecode", integer: { $0.isExpired ? 1 : 0 }),
        PublishedColumn("statuscode", integer: { $0.isExpired ? 4 : 1 }),
        PublishedColumn("renewal_phase", text: \.phase.kind.rawValue),
        PublishedColumn("renewal_generation", integer: { $0.newestKey.map { Int(clamping: $0.generation.number) } }),
        PublishedColumn("renewal_reason", text: \.phase.opening?.reason.rawValue),
        PublishedColumn("renewal_openedon", instant: \.phase.opening?.at),
        PublishedColumn("renewal_deadline", instant: \.deadline),
        PublishedColumn("renewal_issuer", shown: \.issuer),
        PublishedColumn("renewal_requestedon", instant: \.operatorRequest?.at),
        PublishedColumn("renewal_requestedby", shown: \.operatorRequest?.by),
        PublishedColumn("renewal_requestedissuer", shown: \.operatorRequest?.delivery.issuer),
        PublishedColumn(
            "renewal_passwordversion", integer: { $0.passwordRecord.map { Int(clamping: $0.version) } }),
        PublishedColumn("renewal_joincounter", integer: { Int(clamping: $0.joinCounter) }),
        PublishedColumn(
            "renewal_deliverydoubted", integer: { $0.phase.overlap.map { $0.deliveryIsDoubted ? 1 : 0 } }),
    ]

    private static let base64: @Sendable ([UInt8]?) -> ColumnValue = { bytes in
        bytes.map { .text(Data($0).base64EncodedString()) } ?? .null
    }

    /// D of the open renewal (Rule S5): E of the current generation until the next is issued, then the overlap's.
    public var deadline: Instant? {
        switch phase {
        case .renewing(let current, _): current.expiry
        case .overlap(_, let overlap): overlap.deadline
        case .new, .imported, .stable, .keyExpired, .deleted: nil
        }
    }

    private var isExpired: Bool { phase.kind == .keyExpired }

    // The newest generation, that of an expired group too.
    private var newestKey: UsableGeneration? {
        if case .keyExpired(let last, _) = phase { last } else { phase.current }
    }

    private var importedKeyDate: Instant? {
        if case .imported(let date) = phase { date } else { nil }
    }

    private var issuer: MachineID? {
        phase.overlap?.issuer ?? phase.opening?.delivery.issuer
    }
}

extension Machine: PublishedRow {
    /// The row's columns for notifications and reports, in table order.
    public var columns: [ColumnEntry] { publishedEntries }

    static let publishedColumns: [PublishedColumn<Machine>] = [
        PublishedColumn("name", shown: \.name),
        // By its text: versions that are equal can be written in two ways.
        PublishedColumn("agentversion", text: { $0.agentVersion?.description }),
        PublishedColumn("flowmachinegroupid", shown: \.group),
        PublishedColumn("keydeliverystatus", integer: \.storedStatus.rawValue),
        PublishedColumn("keyreceiveddate", instant: \.keyReceivedAt),
        PublishedColumn("lastheartbeatdate", instant: \.lastHeartbeat),
        PublishedColumn("renewal_generation", integer: { $0.membership.map { Int(clamping: $0.generation.number) } }),
        PublishedColumn("renewal_machinekey", shown: \.membership?.fingerprint),
    ]
}

extension DesktopFlowConnection: PublishedRow {
    /// The row's columns for notifications and reports, in table order.
    public var columns: [ColumnEntry] { publishedEntries }

    static let publishedColumns: [PublishedColumn<DesktopFlowConnection>] = [
        PublishedColumn("renewal_name", shown: \.name),
        PublishedColumn("renewal_flowmachinegroupid", shown: \.group),
        PublishedColumn("renewal_state", integer: \.storedState.rawValue),
        PublishedColumn("renewal_lastused", instant: \.lastUsed),
        PublishedColumn("renewal_generations", { $0.copies.map(\.generation) }) {
            .text($0.map(\.description).joined(separator: ","))
        },
        PublishedColumn("renewal_revision", integer: { Int(clamping: $0.revision) }),
    ]
}
