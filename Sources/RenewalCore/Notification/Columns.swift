internal import FoundationEssentials

// The published columns of each table (Rule N1), by their Dataverse logical names; our own start with `renewal_`. What
// must not be told is in WithheldColumns.swift.
extension MachineGroup {
    /// The row's columns for notifications and reports, in table order.
    public var columns: [ColumnEntry] {
        let current = phase.current ?? expiredKey
        return [
            ColumnEntry("name", .text(name.description)),
            ColumnEntry("keyvalidityperiod", .integer(policy.validityMinutes)),
            ColumnEntry("keyexpirygraceperiod", .integer(policy.graceMinutes)),
            ColumnEntry("keycreationdate", .of(importedKeyDate ?? current?.createdAt)),
            ColumnEntry("primarypublickey", .of(current.map { Data($0.certificate).base64EncodedString() })),
            ColumnEntry(
                "secondarypublickey", .of(phase.overlap.map { Data($0.previous.certificate).base64EncodedString() })),
            ColumnEntry("passwordchangeddate", .of(passwordChangedAt)),
            ColumnEntry("passwordchangedby", .of(passwordChangedBy?.description)),
            ColumnEntry("rotationstartedby", .of(phase.opening?.by.description)),
            ColumnEntry("statecode", .integer(isExpired ? 1 : 0)),
            ColumnEntry("statuscode", .integer(isExpired ? 4 : 1)),
            ColumnEntry("renewal_phase", .text(phase.kind.rawValue)),
            ColumnEntry("renewal_generation", .of(current.map { Int(clamping: $0.generation.number) })),
            ColumnEntry("renewal_reason", .of(phase.opening?.reason.rawValue)),
            ColumnEntry("renewal_openedon", .of(phase.opening?.at)),
            ColumnEntry("renewal_deadline", .of(deadline)),
            ColumnEntry("renewal_issuer", .of(issuer?.description)),
            ColumnEntry("renewal_requestedon", .of(operatorRequest?.at)),
            ColumnEntry("renewal_requestedby", .of(operatorRequest?.by.description)),
            ColumnEntry("renewal_requestedissuer", .of(operatorRequest?.delivery.issuer?.description)),
            ColumnEntry("renewal_passwordversion", .of(passwordRecord.map { Int(clamping: $0.version) })),
            ColumnEntry("renewal_joincounter", .integer(Int(clamping: joinCounter))),
            ColumnEntry("renewal_deliverydoubted", .of(phase.overlap.map { $0.deliveryIsDoubted ? 1 : 0 })),
        ]
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

    private var expiredKey: UsableGeneration? {
        if case .keyExpired(let last, _) = phase { last } else { nil }
    }

    private var importedKeyDate: Instant? {
        if case .imported(let date) = phase { date } else { nil }
    }

    private var issuer: MachineID? {
        phase.overlap?.issuer ?? phase.opening?.delivery.issuer
    }
}

extension Machine {
    /// The row's columns for notifications and reports, in table order.
    public var columns: [ColumnEntry] {
        [
            ColumnEntry("name", .text(name.description)),
            ColumnEntry("agentversion", .of(agentVersion?.description)),
            ColumnEntry("flowmachinegroupid", .text(group.description)),
            ColumnEntry("keydeliverystatus", .integer(storedStatus.rawValue)),
            ColumnEntry("keyreceiveddate", .of(keyReceivedAt)),
            ColumnEntry("lastheartbeatdate", .of(lastHeartbeat)),
            ColumnEntry("renewal_generation", .of(membership.map { Int(clamping: $0.generation.number) })),
            ColumnEntry("renewal_machinekey", .of(membership?.fingerprint.description)),
        ]
    }
}

extension DesktopFlowConnection {
    /// The row's columns for notifications and reports, in table order.
    public var columns: [ColumnEntry] {
        [
            ColumnEntry("renewal_name", .text(name.description)),
            ColumnEntry("renewal_flowmachinegroupid", .text(group.description)),
            ColumnEntry("renewal_state", .integer(storedState.rawValue)),
            ColumnEntry("renewal_lastused", .of(lastUsed)),
            ColumnEntry(
                "renewal_generations", .text(copies.map(\.generation.description).joined(separator: ","))),
            ColumnEntry("renewal_revision", .integer(Int(clamping: revision))),
        ]
    }
}

extension ColumnValue {
    static func of(_ text: String?) -> ColumnValue { text.map(ColumnValue.text) ?? .null }
    static func of(_ number: Int?) -> ColumnValue { number.map(ColumnValue.integer) ?? .null }
    static func of(_ instant: Instant?) -> ColumnValue { instant.map(ColumnValue.instant) ?? .null }
}
