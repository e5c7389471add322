import RenewalCore
import RenewalDataverse
import Testing

@testable import RenewalXML

/// Readers remember values. What they make of a record must not depend on those before it.
struct KnownValueTests {
    static let group = SamplePackage.groupID
    static let other = "00000000-0000-4000-8000-00000000000b"

    /// Attributes of fields, good ones and bad ones, of which each is put after each.
    static let fields: [(name: String, rest: String)] = [
        ("agentversion", "value=\"2.58\""), ("agentversion", "value=\"2.59.1\""), ("agentversion", "value=\"x\""),
        ("agentversion", "value=\"\""), ("agentversion", "value=\"2.58\" lookupentity=\"flowmachinegroup\""),
        ("keydeliverystatus", "value=\"1\""), ("keydeliverystatus", "value=\"2\""),
        ("keydeliverystatus", "value=\"9\""),
        ("keydeliverystatus", "value=\"1\" lookupentityname=\"a\""), ("keydeliverystatus", "value=\"01\""),
        ("name", "value=\"a\""), ("name", "value=\"&amp;amp;\""), ("name", "value=\"\""),
        ("name", "value=\"\(String(repeating: "é", count: 100))\""),
        ("name", "value=\"\(String(repeating: "a", count: 101))\""), ("name", "value=\"a\" lookupentity=\"\""),
        ("lastheartbeatdate", "value=\"2026-11-23T04:00:00.0000000Z\""),
        ("lastheartbeatdate", "value=\"2026-11-23T04:00:00.0000000\""),
        ("lastheartbeatdate", "value=\"2026-02-29T04:00:00.0000000Z\""),
        ("flowmachinegroupid", "value=\"\(group)\" lookupentity=\"flowmachinegroup\""),
        ("flowmachinegroupid", "value=\"\(group)\" lookupentity=\"flowmachinegroup\" lookupentityname=\"\""),
        ("flowmachinegroupid", "value=\"\(group)\" lookupentity=\"flowmachinegroup\" lookupentityname=\"a\""),
        ("flowmachinegroupid", "value=\"\(other)\" lookupentity=\"flowmachinegroup\" lookupentityname=\"a\""),
        ("flowmachinegroupid", "value=\"\(group)\" lookupentity=\"flowmachine\""),
        ("flowmachinegroupid", "value=\"\(group)\" lookupentity=\"\""), ("flowmachinegroupid", "value=\"\(group)\""),
        ("flowmachineid", "value=\"\(SamplePackage.machineID)\""), ("flowmachineid", "value=\"\(group)\""),
    ]

    /// What a reader makes of records with such fields, one of each.
    static func items(_ fields: [String]) throws -> [String] {
        let records = fields.map { "<record id=\"\(SamplePackage.machineID)\">\($0)</record>" }
        let columns = [
            "agentversion:string", "keydeliverystatus:optionsetvalue", "name:string", "lastheartbeatdate:datetime",
            "flowmachinegroupid:entityreference",
        ]
        let package = try DataPackage(
            data: SamplePackage.data(machines: records.joined()), schema: SamplePackage.schema(machines: columns))
        var items: [String] = []
        try package.read { item in
            switch item {
            case .row(let row): items.append("\(row.values.map { ($0.column.logicalName, $0.value) })")
            case .refused(let error, _): items.append("\(error.column ?? ""): \(error.found ?? "")")
            default: break
            }
        }
        return items
    }

    @Test func `a record is read the same after any other as alone`() throws {
        let texts = Self.fields.map { "<field name=\"\($0.name)\" \($0.rest) />" }
        let alone = try texts.map { try #require(try Self.items([$0]).first) }
        #expect(Set(alone).count > 20)
        for first in texts.indices {
            for second in texts.indices {
                let found = try Self.items([texts[first], texts[second], texts[first], texts[second]])
                let expected = [alone[first], alone[second], alone[first], alone[second]]
                #expect(found == expected, "\(texts[first]), then \(texts[second])")
            }
        }
    }
}
