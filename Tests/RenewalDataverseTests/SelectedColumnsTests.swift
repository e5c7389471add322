import RenewalCore
import RenewalTestSupport
import Testing

@testable import RenewalDataverse

/// Rows with some of their columns: the same values, and the same errors, as with all of them.
struct SelectedColumnsTests {
    static let columns: Set = ["flowmachinegroupid", "agentversion", "keydeliverystatus", "nothing"]

    /// What reading comes to: the rows' values of the columns, or the error.
    static func outcome(_ bytes: [UInt8], _ columns: Set<String>?) -> Result<[[Value?]], DataverseError> {
        var collector = RowCollector()
        var rows: [[Value?]] = []
        let error = dataverseError {
            try bytes.withUnsafeBufferPointer { buffer in
                try collector.read(file: "m", bytes: buffer, machineColumns: columns) { row in
                    rows.append([.guid(row.id)] + Self.columns.sorted().map { Self.withoutName(row[$0]) })
                }
            }
        }
        return error.map { .failure($0) } ?? .success(rows)
    }

    /// Selected lookups have no names.
    static func withoutName(_ value: Value?) -> Value? {
        guard case .lookup(var lookup) = value else { return value }
        lookup.name = nil
        return .lookup(lookup)
    }

    @Test("A row has the values that were asked for, and no other but its id")
    func values() throws {
        let row = """
            {"name": "m", "flowmachineid": "\(machineID)", "agentversion": "2.9", "statuscode": 1,
             "_ownerid_value": "\(groupID)", "_flowmachinegroupid_value": "\(groupID)",
             "_flowmachinegroupid_value@OData.Community.Display.V1.FormattedValue": "G"}
            """
        var collector = RowCollector()
        var rows: [Row] = []
        try response("flowmachines", [row]).withUnsafeBufferPointer { buffer in
            try collector.read(file: "m", bytes: buffer, machineColumns: Self.columns) { rows.append($0) }
        }
        #expect(rows.count == 1)
        let names = rows.first?.values.map(\.column.logicalName)
        #expect(names == ["flowmachineid", "agentversion", "flowmachinegroupid"])
        #expect(rows.first?.lookup("flowmachinegroupid")?.idText == groupID)
        #expect(rows.first?.lookup("flowmachinegroupid")?.table == "flowmachinegroup")
        #expect(rows.first?.lookup("flowmachinegroupid")?.name == nil)
    }

    @Test("Groups have all their columns")
    func groups() throws {
        let row = "{\"flowmachinegroupid\": \"\(groupID)\", \"name\": \"g\", \"statuscode\": 4}"
        var collector = RowCollector()
        var rows: [Row] = []
        try response("flowmachinegroups", [row]).withUnsafeBufferPointer { buffer in
            try collector.read(file: "g", bytes: buffer, machineColumns: ["name"]) { rows.append($0) }
        }
        #expect(rows.first?.integer("statuscode") == 4)
    }

    @Test(
        "What a column can not hold is refused, wanted or not, as with all columns",
        arguments: [
            "\"keydeliverystatus\": 7", "\"keydeliverystatus\": 64", "\"keydeliverystatus\": -1", "\"statecode\": 3",
            "\"statecode\": \"0\"", "\"hostingtype\": 3", "\"sessioncapacity\": -1", "\"sessioncapacity\": 2147483648",
            "\"versionnumber\": 9223372036854775808", "\"versionnumber\": 1.0", "\"agentversion\": \"2.x\"",
            "\"agentversion\": \"\"", "\"agentversion\": 2", "\"lastheartbeatdate\": \"2026-02-29T00:00:00Z\"",
            "\"lastheartbeatdate\": \"2026-11-22T24:00:00Z\"", "\"lastheartbeatdate\": \"2026-11-22T00:00:00\"",
            "\"lastheartbeatdate\": \"2026-13-01T00:00:00Z\"", "\"lastheartbeatdate\": \"2026-11-32T00:00:00Z\"",
            "\"_flowmachinegroupid_value\": \"00000000-0000-4000-8000-00000000000g\"",
            "\"_flowmachinegroupid_value\": 1", "\"_ownerid_value\": \"\"",
            "\"_flowmachinegroupid_value@Microsoft.Dynamics.CRM.lookuplogicalname\": \"team\"",
            "\"_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname\": \"flowmachinegroup\"",
            "\"name\": \"\(String(repeating: "x", count: 101))\"", "\"name\": 1", "\"description\": {}",
            "\"name\": \"\(String(repeating: "\\u0041", count: 101))\"",
        ])
    func refused(member: String) {
        // The row before it has good values of the same members, so that every memory of earlier ones is filled.
        let good = """
            {"flowmachineid": "\(groupID)", "_flowmachinegroupid_value": "\(groupID)", "name": "m",
             "_flowmachinegroupid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "flowmachinegroup",
             "_ownerid_value": "\(groupID)", "agentversion": "2.9", "lastheartbeatdate": "2024-02-29T00:00:00Z"}
            """
        let bytes = response("flowmachines", [good, "{\"flowmachineid\": \"\(machineID)\", \(member)}"])
        let whole = Self.outcome(bytes, nil)
        guard case .failure(let error) = whole else {
            Issue.record("this is no error: \(member)")
            return
        }
        #expect(error.rowNumber == 2)
        #expect(Self.outcome(bytes, Self.columns) == whole)
        #expect(Self.outcome(bytes, []) == .failure(error))
    }

    @Test("Made-up responses, whole and damaged, come to the same with some columns as with all", arguments: 1...60)
    func damaged(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let fleet = RandomFleet(seed: seed, around: try Instant(of: "2026-11-23T00:00:00Z"))
        let whole = response("flowmachines", fleet.machines)
        #expect(Self.outcome(whole, Self.columns) == Self.outcome(whole, nil))
        var refused = 0
        for _ in 0..<40 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let replacements = Array("0129afx-\"\\,:{}[] Z".utf8) + [0x00, 0x80, 0xC3]
                bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                    replacements[Int.random(in: 0..<replacements.count, using: &random)]
            }
            let (all, some) = (Self.outcome(bytes, nil), Self.outcome(bytes, Self.columns))
            #expect(all == some, "\(String(decoding: bytes, as: UTF8.self))")
            if case .failure = all { refused += 1 }
        }
        #expect(refused > 0)
    }

    @Test("A collector that only counts asks for few columns, and its groups are the same", arguments: 1...20)
    func counting(seed: UInt64) throws {
        let now = try Instant(of: "2026-11-23T00:00:00Z")
        let fleet = RandomFleet(seed: seed, around: now)
        let folder = try TemporaryFolder()
        try folder.write(response("flowmachinegroups", fleet.groups), to: "g.json")
        try folder.write(response("flowmachines", fleet.machines), to: "m.json")
        var counting = FleetCollector(keepsMachines: false)
        _ = try WebAPIExport.read(contentsOf: folder.path, machineColumns: counting.machineColumns) { counting.add($0) }
        var keeping = FleetCollector()
        _ = try WebAPIExport.read(contentsOf: folder.path, machineColumns: keeping.machineColumns) { keeping.add($0) }
        let whole = FleetSummary(try WebAPIExport(contentsOf: folder.path), at: now)
        #expect(counting.fleet(at: now).groups == whole.groups)
        #expect(counting.fleet(at: now).machines.isEmpty)
        #expect(counting.machineCount == fleet.machines.count)
        #expect(keeping.fleet(at: now) == whole)
    }

    @Test("More versions than are kept at hand are told apart")
    func manyVersions() throws {
        let count = 50
        let versions = (0..<count * 2).map { "2.\($0 % count).1" }
        let rows = versions.enumerated().map { index, version in
            "{\"flowmachineid\": \"00000000-0000-4000-8000-\(String(index + 100_000_000_000))\", "
                + "\"_flowmachinegroupid_value\": \"\(groupID)\", \"agentversion\": \"\(version)\"}"
        }
        guard case .success(let found) = Self.outcome(response("flowmachines", rows), Self.columns) else {
            Issue.record("the rows are not read")
            return
        }
        #expect(found.map { $0[1] } == versions.map { .text($0) })
        var collector = FleetCollector()
        for row in try export(machines: rows).machines { collector.add(row) }
        let machines = collector.fleet(at: Instant(secondsSince1970: 0)).machines
        #expect(machines.count { $0.facts.isOutdated == true } == 23 * 2)
    }
}
