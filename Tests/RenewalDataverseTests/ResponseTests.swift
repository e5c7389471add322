import FoundationEssentials
import RenewalCore
import Testing

@testable import RenewalDataverse

struct ResponseTests {
    @Test("A row's columns are read by their types; annotations and unknown members are passed")
    func row() throws {
        let row = try export(machines: [
            """
            {"@odata.etag": "W/\\"1\\"", "statuscode@OData.Community.Display.V1.FormattedValue": "Active", "statuscode": 1,
             "flowmachineid": "\(machineID.uppercased())", "name": "Büro \\u0022A\\u0022", "agentversion": "2.8.73.21119",
             "versionnumber": 9007199254740993, "sessioncapacity": 0, "keyreceiveddate": "2023-04-07T21:59:01Z",
             "lastheartbeatdate": "2022-09-17T22:31:57.0000000Z", "overriddencreatedon": "2020-02-29", "description": null,
             "new_column": {"nested": [1, {"name": "x"}]}, "FlowMachineGroupId": {"name": "expanded"}}
            """
        ]).machines[0]
        #expect(row.idText == machineID)
        #expect(row["name"] == .text("Büro \"A\""))
        #expect(row["agentversion"] == .text("2.8.73.21119"))
        #expect(row["versionnumber"] == .integer(9_007_199_254_740_993))
        #expect(row["sessioncapacity"] == .integer(0))
        #expect(row["keyreceiveddate"] == .instant(try Instant(of: "2023-04-07T21:59:01Z")))
        #expect(row["lastheartbeatdate"] == .instant(try Instant(of: "2022-09-17T22:31:57Z")))
        #expect(row["overriddencreatedon"] == .instant(try Instant(of: "2020-02-29")))
        #expect(row["description"] == .null)
        #expect(row["keydeliverystatus"] == nil)
        #expect(row["new_column"] == nil)
        #expect(row.values.count == 10)
    }

    @Test("A lookup takes its table and name from annotations, before or after it", arguments: [true, false])
    func lookups(annotationsFirst: Bool) throws {
        let id = "\"_ownerid_value\": \"\(groupID)\""
        let notes = """
            "_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "team",
            "_ownerid_value@OData.Community.Display.V1.FormattedValue": "Betrieb"
            """
        let members = annotationsFirst ? [notes, id] : [id, notes]
        let row = try export(machines: [
            """
            {"flowmachineid": "\(machineID)", \(members.joined(separator: ", ")), "_createdby_value": "\(groupID)",
             "_modifiedby_value": null, "_owninguser_value@OData.Community.Display.V1.FormattedValue": "nobody"}
            """
        ]).machines[0]
        guard let id = UUID(uuidString: groupID) else { return }
        #expect(row["ownerid"] == .lookup(Lookup(table: "team", id: id, name: "Betrieb")))
        #expect(row["createdby"] == .lookup(Lookup(table: "systemuser", id: id)))
        #expect(row["modifiedby"] == .null)
        #expect(row["owninguser"] == nil)
    }

    @Test("An owner without an annotation is of no known table")
    func unknownOwner() throws {
        let row = try export(machines: ["{\"flowmachineid\": \"\(machineID)\", \"_ownerid_value\": \"\(groupID)\"}"])
            .machines[0]
        guard case .lookup(let owner) = row["ownerid"] else {
            Issue.record("no lookup")
            return
        }
        #expect(owner.table == nil)
    }

    @Test(
        "A key creation date is read with and without Z, and with seven digits",
        arguments: [
            "2023-04-07T21:59:01Z", "2023-04-07T21:59:01", "2023-04-07T21:59:01.0000000",
            "2023-04-07T21:59:01.0000000Z",
        ])
    func timeZoneIndependent(text: String) throws {
        let row = try export(groups: ["{\"flowmachinegroupid\": \"\(groupID)\", \"keycreationdate\": \"\(text)\"}"])
            .groups[0]
        #expect(row["keycreationdate"] == .instant(try Instant(of: "2023-04-07T21:59:01Z")))
    }

    @Test("The context may come after the rows")
    func lateContext() throws {
        let text = "{\"value\": [{\"flowmachineid\": \"\(machineID)\"}], \"@odata.context\": \"x#flowmachines\"}"
        #expect(try WebAPIExport(responses: [("m", Array(text.utf8))]).machines.count == 1)
    }

    @Test("A byte order mark is passed")
    func byteOrderMark() throws {
        let bytes = [0xEF, 0xBB, 0xBF] + response("flowmachines", ["{\"flowmachineid\": \"\(machineID)\"}"])
        #expect(try WebAPIExport(responses: [("m", bytes)]).machines.count == 1)
    }

    @Test("Key packages are secrets (Rule Z1)")
    func secrets() throws {
        let row = try export(groups: ["{\"flowmachinegroupid\": \"\(groupID)\", \"primarykeypackage\": \"hush\"}"])
            .groups[0]
        #expect(row["primarykeypackage"] == .secret(SecretText("hush")))
        #expect(!"\(row)".contains("hush"))
    }

    @Test("A set of which every response has a next page lacks its last one")
    func lastPageMissing() throws {
        let machine = { (digit: Int) in "{\"flowmachineid\": \"00000000-0000-4000-8000-00000000000\(digit)\"}" }
        let first = ("1", response("flowmachines", [machine(1)], next: true))
        let last = ("2", response("flowmachines", [machine(2)]))
        let warnings = try WebAPIExport(responses: [first]).warnings
        #expect(warnings == [.lastPageMissing(table: .flowMachine)])
        #expect("\(warnings)".contains("the last page of flowmachines is missing"))
        #expect(try WebAPIExport(responses: [last, first]).warnings.isEmpty)
    }

    @Test("Periods outside Rule S2 are used as they stand and reported")
    func periods() throws {
        let export = try export(groups: [
            "{\"flowmachinegroupid\": \"\(groupID)\", \"name\": \"g\", \"keyvalidityperiod\": 60, \"keyexpirygraceperiod\": -5}"
        ])
        let facts = GroupFacts(export.groups[0])
        #expect(facts.effectiveValidity == 60)
        #expect(facts.effectiveGrace == -5)
        let expected = """
            group "g" (\(groupID)): keyvalidityperiod is 60 minutes; allowed are 129600 to 2628000 minutes; used as it stands
            """
        #expect(export.warnings.map(\.description) == [expected])
    }
}
