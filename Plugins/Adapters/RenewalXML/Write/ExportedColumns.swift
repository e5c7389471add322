public import RenewalDataverse

extension PackageTable {
    /// The tables of this library with the columns that its model knows; the others are left out, never invented.
    ///
    /// - Parameters:
    ///   - secrets: whether the key packages are among them.
    ///   - objectTypeCodes: the tables' `etc` in the environment that the package is for, by logical name.
    public static func exported(
        secrets: Row.Secrets = .leftOut, objectTypeCodes: [String: Int] = [:]
    ) -> [PackageTable] {
        [
            (Table.flowMachineGroup, secrets == .included ? groupColumns.union(groupSecrets) : groupColumns),
            (.flowMachine, machineColumns), (.desktopFlowConnection, connectionColumns),
        ].map { table, columns in
            PackageTable(table, columns: columns, objectTypeCode: objectTypeCodes[table.logicalName] ?? 0)
        }
    }

    static let groupColumns: Set<String> = [
        "flowmachinegroupid", "name", "keyvalidityperiod", "keyexpirygraceperiod", "keycreationdate",
        "primarypublickey", "secondarypublickey", "passwordchangeddate", "passwordchangedby", "rotationstartedby",
        "statecode", "statuscode",
    ]
    static let groupSecrets: Set<String> = ["primarykeypackage", "secondarykeypackage"]
    static let machineColumns: Set<String> = [
        "flowmachineid", "name", "agentversion", "flowmachinegroupid", "keydeliverystatus", "keyreceiveddate",
        "lastheartbeatdate",
    ]
    static let connectionColumns: Set<String> = [
        "renewal_desktopflowconnectionid", "renewal_name", "renewal_flowmachinegroupid", "renewal_state",
        "renewal_lastused", "renewal_generations",
    ]
}
