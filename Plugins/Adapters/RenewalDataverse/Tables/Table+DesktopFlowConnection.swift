import RenewalCore

extension Table {
    /// Desktop-flow connections: `renewal_desktopflowconnection`, set `renewal_desktopflowconnections`.
    ///
    /// The platform has no such table: its connections live in an API hub. This one is ours, for export and reports; it
    /// never holds ciphertext.
    public static let desktopFlowConnection = Table(
        logicalName: "renewal_desktopflowconnection", displayName: "Desktop Flow Connection",
        setName: "renewal_desktopflowconnections", primaryIDColumn: "renewal_desktopflowconnectionid",
        primaryNameColumn: "renewal_name",
        columns: [
            Column("renewal_desktopflowconnectionid", "Desktop Flow Connection", .guid, .system),
            Column("renewal_name", "Name", .string(maxLength: 100), .application),
            Column("renewal_flowmachinegroupid", "Flow Machine Group", .lookup(["flowmachinegroup"]), .application),
            Column("renewal_state", "State", .choice(.connectionStates)),
            Column("renewal_lastused", "Last Used", .dateTime(.userLocal)),
            Column("renewal_generations", "Generations", .string(maxLength: 100, format: .generations)),
        ])
}

extension ChoiceSet {
    static let connectionStates = ChoiceSet([
        Option(Int64(ConnectionState.current.rawValue), "Current"),
        Option(Int64(ConnectionState.stale.rawValue), "Stale"),
        Option(Int64(ConnectionState.expired.rawValue), "Expired"),
        Option(Int64(ConnectionState.broken.rawValue), "Broken"),
    ])
}
