import RenewalCore
import Testing

@testable import RenewalDataverse

struct ResponseErrorTests {
    @Test(
        "A value that its column can not hold is named with file, line, row, id, column and what was expected",
        arguments: [
            ("keydeliverystatus", "7", "7", "one of 1 (Default), 2 (PendingNewKey), 3 (KeyExpired)"),
            ("keydeliverystatus", "\"2\"", "\"2\"", "one of 1 (Default), 2 (PendingNewKey), 3 (KeyExpired)"),
            ("keydeliverystatus", "2.0", "2.0", "one of 1 (Default), 2 (PendingNewKey), 3 (KeyExpired)"),
            ("sessioncapacity", "-1", "-1", "a whole number from 0 to 2147483647"),
            ("sessioncapacity", "2147483648", "2147483648", "a whole number from 0 to 2147483647"),
            ("agentversion", "\"2.x\"", "\"2.x\"", "a version of one to four numbers joined by dots, such as 2.23.0.1"),
            ("agentversion", "\"\"", "\"\"", "a version of one to four numbers joined by dots, such as 2.23.0.1"),
            (
                "lastheartbeatdate", "\"2026-02-30T00:00:00Z\"", "\"2026-02-30T00:00:00Z\"",
                "an instant in whole seconds such as 2023-04-07T21:59:01Z"
            ),
            (
                "lastheartbeatdate", "\"2026-02-03T00:00:00\"", "\"2026-02-03T00:00:00\"",
                "an instant in whole seconds such as 2023-04-07T21:59:01Z"
            ),
            (
                "lastheartbeatdate", "\"2026-02-03T00:00:00.5Z\"", "\"2026-02-03T00:00:00.5Z\"",
                "an instant in whole seconds such as 2023-04-07T21:59:01Z"
            ),
            (
                "lastheartbeatdate", "\"2026-02-03T00:00:00+01:00\"", "\"2026-02-03T00:00:00+01:00\"",
                "an instant in whole seconds such as 2023-04-07T21:59:01Z"
            ),
            ("name", "{}", "an object", "text of at most 100 characters"),
            ("name", "[\"a\"]", "an array", "text of at most 100 characters"),
            (
                "_flowmachinegroupid_value", "\"{\(groupID)}\"", "\"{\(groupID)}\"",
                "the GUID of a row of flowmachinegroup"
            ),
            (
                "_flowmachinegroupid_value@Microsoft.Dynamics.CRM.lookuplogicalname", "\"systemuser\"",
                "\"systemuser\"", "the GUID of a row of flowmachinegroup"
            ),
        ])
    func invalidValue(member: String, json: String, found: String, expected: String) {
        let rows = [
            "{\"flowmachineid\": \"\(groupID)\"}",
            "{\"name\": \"m\",\n \"\(member)\": \(json), \"flowmachineid\": \"\(machineID)\"}",
        ]
        let rowsWithoutName = rows.map { member == "name" ? $0.replacing("\"name\": \"m\",", with: "") : $0 }
        let error = dataverseError { _ = try export(machines: rowsWithoutName) }
        #expect(error?.code == .invalidValue)
        #expect(error?.file == "machines.json")
        #expect(error?.position == DataverseError.TextPosition(line: 4, column: member.utf8.count + 6))
        #expect(error?.table == "flowmachine")
        #expect(error?.rowNumber == 2)
        #expect(error?.rowID == machineID)
        #expect(error?.column == (member.hasPrefix("_") ? "flowmachinegroupid" : member))
        #expect(error?.found == found)
        #expect(error?.expected == expected)
    }

    @Test("The error is one line for people")
    func description() {
        let row = "{\"flowmachineid\": \"\(machineID)\", \"keydeliverystatus\": 7}"
        let error = dataverseError { _ = try export(machines: [row]) }
        #expect(
            error?.description == """
                machines.json:2:80: row 1 of flowmachine (\(machineID)), keydeliverystatus: found 7; expected one of \
                1 (Default), 2 (PendingNewKey), 3 (KeyExpired)
                """)
    }

    @Test("Foreign text can not forge a line of an error")
    func escaping() {
        let name = String(repeating: "x", count: 200)
        let row = "{\"flowmachineid\": \"a\\nb\\u001b[31m\(name)\"}"
        let error = dataverseError { _ = try export(machines: [row]) }
        #expect(error?.description.contains("\n") == false)
        #expect(error?.description.contains("\u{1B}") == false)
        #expect((error?.found ?? name).count < 80)
    }

    @Test("The value of a secret column is not in the error (Rule Z1)")
    func secret() {
        let text = String(repeating: "k", count: 25_001)
        let row = "{\"flowmachinegroupid\": \"\(groupID)\", \"primarykeypackage\": \"\(text)\"}"
        let error = dataverseError { _ = try export(groups: [row]) }
        #expect(error?.column == "primarykeypackage")
        #expect(error?.description.contains("kkkk") == false)
        #expect(error?.expected == "text of at most 25000 characters")
    }

    @Test(
        "Text may have as many UTF-16 code units as its column allows, and no more",
        arguments: [(50, true), (51, false)])
    func textLength(count: Int, isRead: Bool) {
        let name = String(repeating: "🚀", count: count)
        let row = "{\"flowmachineid\": \"\(machineID)\", \"name\": \"\(name)\"}"
        #expect((dataverseError { _ = try export(machines: [row]) } == nil) == isRead)
    }

    @Test("A row without its id, or with null for it, is refused", arguments: ["{}", "{\"flowmachineid\": null}"])
    func missingID(row: String) {
        let error = dataverseError { _ = try export(machines: [row]) }
        #expect(error?.code == .missingValue)
        #expect(error?.column == "flowmachineid")
        #expect(error?.rowNumber == 1)
    }

    @Test("A row id that comes twice is refused, within a page and across pages", arguments: [true, false])
    func duplicates(samePage: Bool) {
        let row = "{\"flowmachineid\": \"\(machineID)\"}"
        let pages = samePage ? [[row, row]] : [[row], [row]]
        let error = dataverseError {
            _ = try WebAPIExport(responses: pages.enumerated().map { ("page\($0 + 1)", response("flowmachines", $1)) })
        }
        #expect(error?.code == .duplicateRow)
        #expect(error?.file == (samePage ? "page1" : "page2"))
        #expect(error?.rowID == machineID)
        #expect(error?.rowNumber == (samePage ? 2 : 1))
    }

    @Test(
        "What is no response on our tables is refused, and said why",
        arguments: [
            ("[]", "a JSON object"), ("{}", "a member \"@odata.context\""),
            ("{\"value\": []}", "a member \"@odata.context\""),
            ("{\"@odata.context\": \"x#flowmachines\"}", "a member \"value\" with an array of rows"),
            ("{\"@odata.context\": \"x#flowmachines\", \"value\": {}}", "an array of rows"),
            ("{\"@odata.context\": \"x#flowmachines/$entity\", \"name\": \"m\"}", "a member \"value\""),
            ("{\"@odata.context\": \"x#systemusers\", \"value\": []}", "ends in #flowmachinegroups or #flowmachines"),
            ("{\"@odata.context\": \"flowmachines\", \"value\": []}", "ends in #flowmachinegroups or #flowmachines"),
            ("{\"@odata.context\": null, \"value\": []}", "ends in #flowmachinegroups or #flowmachines"),
            ("{\"error\": {\"code\": \"0x80040220\", \"message\": \"no privilege\"}}", "a request that failed"),
            ("{\"@odata.context\": \"x#flowmachines\", \"value\": [1]}", "a row, which is an object"),
        ])
    func notAResponse(text: String, expected: String) {
        let error = dataverseError { _ = try WebAPIExport(responses: [("file.json", Array(text.utf8))]) }
        #expect(error?.code == .notAResponse)
        #expect(error?.file == "file.json")
        #expect(error?.expected.contains(expected) == true, "\(error?.description ?? "no error")")
    }

    @Test(
        "What is no JSON is refused with its place, before, within and after the rows",
        arguments: [
            ("hello", 1, 1), ("{\"@odata.context\": \"x#flowmachines\",\n\"value\": [{\"name\": tru}]}", 2, 20),
            ("{\"@odata.context\": \"x#flowmachines\", \"value\": []}\n}", 2, 1),
            ("{\"@odata.context\": \"x#flowmachines\", \"value\": [", 1, 48),
            ("{\"a\": 1, \"a\": 2}", 1, 10),
        ])
    func malformed(text: String, line: Int, column: Int) {
        let error = dataverseError { _ = try WebAPIExport(responses: [("file.json", Array(text.utf8))]) }
        #expect(error?.code == .malformedJSON)
        #expect(
            error?.position == DataverseError.TextPosition(line: line, column: column), "\(error?.description ?? "")")
    }

    @Test(
        "UTF-16 is named",
        arguments: [[0xFF, 0xFE, 0x7B, 0x00], [0xFE, 0xFF, 0x00, 0x7B], [0x7B, 0x00, 0x7D, 0x00]] as [[UInt8]])
    func utf16(bytes: [UInt8]) {
        let error = dataverseError { _ = try WebAPIExport(responses: [("file.json", bytes)]) }
        #expect(error?.found == "UTF-16")
    }
}
