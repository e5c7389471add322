import RenewalCore

extension Table {
    /// Machine groups: `flowmachinegroup`, set `flowmachinegroups`.
    ///
    /// Source: the `EntityDefinitions` of a real environment, without the columns that only name another column's value.
    public static let flowMachineGroup = Table(
        logicalName: "flowmachinegroup", displayName: "Flow Machine Group", setName: "flowmachinegroups",
        primaryIDColumn: "flowmachinegroupid", primaryNameColumn: "name",
        columns: [Column("flowmachinegroupid", "Flow Machine Group", .guid, .system)]
            + Column.usual
            + [
                Column("statecode", "Status", .state(.states), .system),
                Column("statuscode", "Status Reason", .status(.groupStatuses)),
            ]
            + Column.usualAfterStatus + groupColumns + keyColumns
            + [
                Column("flowmachinenetwork", "Flow Machine Network", .lookup(["flowmachinenetwork"])),
                Column("lastrundate", "Last run date", .dateTime(.userLocal)),
            ])

    private static let groupColumns: [Column] = [
        Column("name", "Name", .string(maxLength: 100), .application),
        Column("overwritetime", "Record Overwrite Time", .dateTime(.userLocal), .system),
        Column("solutionid", "Solution", .guid, .system),
        Column("supportingsolutionid", "Solution", .guid),
        Column("componentstate", "Component State", .choice(.unknown), .system),
        Column("componentidunique", "Row id unique", .guid, .system),
        Column("ismanaged", "Is Managed", .boolean, .system),
        Column("iscustomizable", "Is Customizable", .managedProperty, .system),
        Column("description", "Description", .memo(maxLength: 2_000)),
        Column("domainsetting", "Domain setting", .choice(.unknown), .application),
        Column("flowgrouptype", "Flow Group Type", .choice(.flowGroupTypes), .application),
        Column("groupmetadata", "Group Metadata", .memo(maxLength: 25_000)),
        Column("managementtype", "Management Type", .choice(.managementTypes), .application),
        Column("primarykeypackage", "Primary Key Package", .memo(maxLength: 25_000), isSecret: true),
        Column("primarypublickey", "Primary Public Key", .memo(maxLength: 25_000)),
        Column("provisioningerror", "Flow group provisioning error", .memo(maxLength: 100_000)),
        Column("provisioningstate", "Provisioning State", .choice(.unknown)),
        Column("maxmanagedmachinecount", "Maximum managed machine count", .integer(-1...Int64(Int32.max))),
        Column("secondarykeypackage", "Secondary Key Package", .memo(maxLength: 25_000), isSecret: true),
        Column("secondarypublickey", "Secondary Public Key", .memo(maxLength: 25_000)),
        Column("flowmachineimage", "Flow Machine Image", .lookup(["flowmachineimage"])),
        Column("trytoreusewindowssession", "Try to reuse non unlocked Windows sessions.", .boolean),
    ]

    private static let keyColumns: [Column] = [
        Column("keycreationdate", "Key Creation Date", .dateTime(.timeZoneIndependent)),
        Column(
            "keyvalidityperiod", "Group Key Validity Period", .integer(validityLimits), outliers: .reported),
        Column("passwordchangedby", "Group Password Changed By", .lookup(["systemuser"])),
        Column("passwordchangeddate", "Group Password Changed Date", .dateTime(.userLocal)),
        Column("rotationstartedby", "Group Rotation Started By", .lookup(["systemuser"])),
        // "At most half of the validity" is a rule (S2) and not in the metadata.
        Column(
            "keyexpirygraceperiod", "Group Key Expiry Grace Period",
            .integer(Int64(RenewalPolicy.minimumGraceMinutes)...Int64(Int32.max)), outliers: .reported),
    ]

    private static let validityLimits =
        Int64(RenewalPolicy.validityBounds.lowerBound)...Int64(RenewalPolicy.validityBounds.upperBound)
}

extension ChoiceSet {
    static let groupStatuses = ChoiceSet(
        [
            Option(1, "Active", state: 0), Option(2, "Inactive", state: 1), Option(3, "ManualMaintenance", state: 2),
            Option(4, "KeyExpired", state: 1),
        ], isComplete: false)

    static let flowGroupTypes = ChoiceSet([
        Option(545_940_000, "Keyless"), Option(545_940_001, "Standard"), Option(545_940_002, "Default"),
    ])

    static let managementTypes = ChoiceSet([Option(0, "Customer"), Option(1, "Managed"), Option(2, "Shared")])
}
