import FoundationEssentials
import RenewalCore
import Testing

@testable import RenewalDataverse

struct RowTests {
    @Test("A row gives the values it was given, in the table's order, and takes them away")
    func values() throws {
        var row = Row(table: .flowMachine, id: UUID())
        try row.set("sessioncapacity", .integer(2))
        try row.set("name", .text("m"))
        try row.set("description", .null)
        #expect(row.values.map(\.column.logicalName) == ["flowmachineid", "name", "description", "sessioncapacity"])
        try row.set("name", .text("n"))
        try row.set("description", nil)
        #expect(row.values.map(\.value) == [.guid(row.id), .text("n"), .integer(2)])
        #expect(row["description"] == nil)
        #expect(row["nothing"] == nil)
    }

    @Test(
        "A value that the column can not hold is refused, and the row stays as it was",
        arguments: [
            ("name", Value.text(String(repeating: "x", count: 101)), DataverseError.Code.invalidValue),
            ("name", .integer(1), .invalidValue), ("name", .secret(SecretText("x")), .invalidValue),
            ("keydeliverystatus", .integer(0), .invalidValue), ("sessioncapacity", .integer(-1), .invalidValue),
            ("agentversion", .text("2.23.0.0.1"), .invalidValue),
            ("flowmachinegroupid", .lookup(Lookup(table: "team", id: UUID())), .invalidValue),
            ("flowmachineid", .guid(UUID()), .invalidValue), ("flowmachineid", .null, .invalidValue),
            ("keyvalidityperiod", .integer(1), .unknownColumn),
        ])
    func refused(column: String, value: Value, code: DataverseError.Code) {
        var row = Row(table: .flowMachine, id: UUID())
        let before = row
        #expect(dataverseError { try row.set(column, value) }?.code == code)
        #expect(row == before)
    }

    @Test(
        "Values within the limits are held",
        arguments: [
            ("name", Value.text(String(repeating: "x", count: 100))), ("keydeliverystatus", .integer(3)),
            ("statuscode", .integer(99)), ("sessioncapacity", .integer(2_147_483_647)),
            ("versionnumber", .integer(.min)), ("lastheartbeatdate", .null),
        ])
    func held(column: String, value: Value) throws {
        var row = Row(table: .flowMachine, id: UUID())
        try row.set(column, value)
        #expect(row[column] == value)
    }

    @Test("A generic table holds what ours do not: numbers with fractions, lists of options, lookups of any table")
    func genericTable() throws {
        let table = Table(
            logicalName: "t", displayName: "T", setName: "ts", primaryIDColumn: "tid", primaryNameColumn: "name",
            columns: [
                Column("tid", "T", .guid), Column("rate", "Rate", .decimal), Column("days", "Days", .choices(.unknown)),
                Column("other", "Other", .lookup([])),
            ])
        var row = Row(table: table, id: UUID())
        try row.set("rate", .decimal("1.000000000000"))
        try row.set("days", .choices([-1, 2]))
        try row.set("other", .lookup(Lookup(table: "anything", id: UUID())))
        #expect(row["rate"] == .decimal("1.000000000000"))
        #expect(
            table.columns.map(\.type.schemaName) == ["guid", "decimal", "optionsetvaluecollection", "entityreference"])
    }

    @Test(
        "Instants are written as the Web API and as packages write them",
        arguments: [
            (DateTimeBehavior.userLocal, "2022-09-17T22:31:57Z", "2022-09-17T22:31:57.0000000Z"),
            (.userLocalDateOnly, "2022-09-17T22:31:57Z", "2022-09-17T22:31:57.0000000Z"),
            (.timeZoneIndependent, "2022-09-17T22:31:57Z", "2022-09-17T22:31:57.0000000"),
        ])
    func instants(behavior: DateTimeBehavior, web: String, package: String) throws {
        let instant = try Instant(of: "2022-09-17T22:31:57Z")
        #expect(behavior.webText(of: instant) == web)
        #expect(behavior.packageText(of: instant) == package)
        #expect(behavior.instant(from: web) == instant)
        #expect(behavior.instant(from: package) == instant)
    }

    @Test("Every instant reads as the core writes it", arguments: 1...50)
    func instantsRoundTrip(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let seconds = Int64.random(in: -62_135_596_800..<253_402_300_800, using: &random)
            let instant = Instant(secondsSince1970: seconds)
            #expect(DateTimeBehavior.userLocal.instant(from: instant.description) == instant, "seed \(seed)")
        }
    }

    @Test(
        "Anything else is no instant",
        arguments: [
            "", "2022-09-17", "2022-09-17T22:31:57", "2022-09-17t22:31:57Z", "2022-09-17T24:00:00Z",
            "2022-13-01T00:00:00Z",
            "2022-09-17T22:31:57.Z", "2022-09-17T22:31:57.0000001Z", "2022-09-17T22:31:57.0000000000Z",
            "0000-01-01T00:00:00Z",
            "2022-09-17T22:31:57Zx", "2022-09-17T22:31Z", "20220917T223157Z", "２022-09-17T22:31:57Z",
        ])
    func noInstant(text: String) {
        #expect(DateTimeBehavior.userLocal.instant(from: text) == nil)
    }
}
