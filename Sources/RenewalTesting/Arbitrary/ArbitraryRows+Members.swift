extension ArbitraryRows {
    /// A machine's row in that group, with that id or a new one.
    public mutating func machine(in group: GroupID, id: MachineID? = nil) throws -> Machine {
        Machine(
            id: id ?? self.id(), group: group, name: try name(),
            agentVersion: try optional {
                try AgentVersion($0.one(of: ["2.23", "2.23.0", "2.9", "10.0.1.2", "0", "002.5"]))
            },
            membership: try optional {
                Machine.Membership(
                    machineKey: $0.publicKey(), fingerprint: try $0.fingerprint(), generation: try $0.generation(),
                    sequence: $0.counter())
            },
            storedStatus: one(of: KeyDeliveryStatus.allCases), keyReceivedAt: optional { $0.instant() },
            lastHeartbeat: optional { $0.instant() }, appliedTransition: counter())
    }

    /// A connection's row that targets that group, with that id or a new one, and with none, one or two copies.
    public mutating func connection(in group: GroupID, id: ConnectionID? = nil) throws -> DesktopFlowConnection {
        let newest = number(2...50)
        let generations = (0..<number(0...2)).compactMap { Generation(newest - $0) }.reversed()
        return DesktopFlowConnection(
            id: id ?? self.id(), group: group, name: try name(), revision: max(1, counter()),
            copies: try generations.map {
                CredentialCopy(generation: $0, certificate: try fingerprint(), sealed: sealed())
            },
            lastUsed: optional { $0.instant() }, storedState: one(of: ConnectionState.allCases),
            appliedTransition: counter())
    }

    /// A certificate row of that group and generation; its bytes are no certificate.
    public mutating func certificate(of group: GroupID, _ generation: Generation) throws -> IssuedCertificate {
        IssuedCertificate(
            group: group, generation: generation, certificate: bytes(upTo: 700), fingerprint: try fingerprint(),
            createdAt: instant(), validityMinutes: Int(number(129_600...2_628_000)),
            link: try optional {
                ContinuityLink(
                    passwordRecord: try $0.fingerprint(), signatureByPrevious: $0.signature(),
                    signatureByNext: $0.signature())
            })
    }

    /// A history entry of that group and number; its hashes are arbitrary.
    public mutating func historyEntry(of group: GroupID, _ number: UInt64) throws -> HistoryEntry {
        HistoryEntry(
            group: group, number: number, at: instant(), by: principal(), action: text(),
            rule: one(of: ["S4", "K2", ""]),
            reason: text(), subject: text(), previousHash: try fingerprint(), hash: try fingerprint())
    }
}
