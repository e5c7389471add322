// The columns that both platform tables have, in the order of their column numbers (2 to 33 in the metadata of a real
// environment).
extension Column {
    static let usual: [Column] = [
        Column("createdon", "Created On", .dateTime(.userLocal)),
        Column("createdby", "Created By", .lookup(["systemuser"])),
        Column("modifiedon", "Modified On", .dateTime(.userLocal)),
        Column("modifiedby", "Modified By", .lookup(["systemuser"])),
        Column("createdonbehalfby", "Created By (Delegate)", .lookup(["systemuser"])),
        Column("modifiedonbehalfby", "Modified By (Delegate)", .lookup(["systemuser"])),
        Column("ownerid", "Owner", .owner(["systemuser", "team"]), .system),
        Column("owningbusinessunit", "Owning Business Unit", .lookup(["businessunit"])),
        Column("owninguser", "Owning User", .lookup(["systemuser"])),
        Column("owningteam", "Owning Team", .lookup(["team"])),
    ]

    static let usualAfterStatus: [Column] = [
        Column("versionnumber", "Version Number", .bigInteger),
        Column("importsequencenumber", "Import Sequence Number", .integer(Int64(Int32.min)...Int64(Int32.max))),
        Column("overriddencreatedon", "Record Created On", .dateTime(.userLocalDateOnly)),
        Column("timezoneruleversionnumber", "Time Zone Rule Version Number", .integer(-1...Int64(Int32.max))),
        Column("utcconversiontimezonecode", "UTC Conversion Time Zone Code", .integer(-1...Int64(Int32.max))),
    ]
}

extension ChoiceSet {
    /// The states of both platform tables.
    static let states = ChoiceSet([Option(0, "Active"), Option(1, "Inactive"), Option(2, "Maintenance")])
}
