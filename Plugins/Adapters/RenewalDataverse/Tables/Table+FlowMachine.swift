import RenewalCore

extension Table {
    /// Machines: `flowmachine`, set `flowmachines`.
    ///
    /// Source: the `EntityDefinitions` of a real environment, without the columns that only name another column's value.
    /// There is no host name, no connection status and no last-connected column.
    public static let flowMachine = Table(
        logicalName: "flowmachine", displayName: "Flow Machine", setName: "flowmachines",
        primaryIDColumn: "flowmachineid", primaryNameColumn: "name",
        columns: [Column("flowmachineid", "Flow Machine", .guid, .system)]
            + Column.usual
            + [
                Column("statecode", "Status", .state(.states), .system),
                Column("statuscode", "Status Reason", .status(.machineStatuses)),
            ]
            + Column.usualAfterStatus + machineColumns)

    private static let machineColumns: [Column] = [
        Column("name", "Name", .string(maxLength: 100), .application),
        Column(
            "agentversion", "Agent Version", .string(maxLength: AgentVersion.maximumLength, format: .agentVersion),
            .application),
        Column("connectivityconfiguration", "Connectivity Configuration", .memo(maxLength: 25_000), .application),
        Column("description", "Description", .memo(maxLength: 2_000)),
        Column("flowmachinegroupid", "Flow Machine Group", .lookup(["flowmachinegroup"]), .system),
        Column("hostingtype", "Flow Machine Hosting Type", .choice(.hostingTypes), .application),
        Column("hostedmachineerror", "Hosted flow machine error.", .memo(maxLength: 100_000)),
        Column("hostedmachinestate", "Hosted Machine State", .choice(.unknown), .application),
        Column("machinemetadata", "Machine Metadata", .memo(maxLength: 25_000)),
        Column("sessioncapacity", "Session Capacity", .integer(0...Int64(Int32.max)), .application),
        Column("flowmachineimageversionid", "Flow Machine Image Version", .lookup(["flowmachineimageversion"])),
        Column("flowmachinenetworkid", "Flow Machine Network", .lookup(["flowmachinenetwork"])),
        Column("keyreceiveddate", "Machine Key Received Date", .dateTime(.userLocal)),
        Column("keydeliverystatus", "Machine Key Delivery Status", .choice(.keyDeliveryStatuses)),
        Column("lastheartbeatdate", "Last heartbeat date", .dateTime(.userLocal)),
    ]
}

extension ChoiceSet {
    static let machineStatuses = ChoiceSet(
        [
            Option(1, "Active", state: 0), Option(2, "Inactive", state: 1),
            Option(3, "RequiresReconnection", state: 2), Option(4, "ManualMaintenance", state: 2),
            Option(5, "DrainMode", state: 2), Option(11, "RequiresGroupKey", state: 2),
            Option(13, "HostedMachineOvercapacity", state: 0),
        ], isComplete: false)

    static let hostingTypes = ChoiceSet([Option(0, "Customer"), Option(1, "Hosted"), Option(2, "CloudPc")])

    static let keyDeliveryStatuses = ChoiceSet([
        Option(Int64(KeyDeliveryStatus.default.rawValue), "Default"),
        Option(Int64(KeyDeliveryStatus.pendingNewKey.rawValue), "PendingNewKey"),
        Option(Int64(KeyDeliveryStatus.keyExpired.rawValue), "KeyExpired"),
    ])
}
