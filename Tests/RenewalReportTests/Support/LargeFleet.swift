import Foundation
import RenewalTestSupport

/// Web API responses of so many groups that no output fits in the buffer of a pipe (64 KiB on Linux).
enum LargeFleet {
    /// Made once; each test reads it.
    static let folder = Result { try make() }

    static func source() throws -> [String] { ["--from", try folder.get().path, "--at", "2026-11-23"] }

    private static let (groups, machinesEach) = (1_000, 2)

    /// Every group is in a renewal: V is a year, G 45 days, C eleven months ago.
    private static func make() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let groupRows = (0..<groups).map { group in
            #"{"flowmachinegroupid":"\#(id(1, group))","name":"Accounts payable \#(group)","statuscode":1,"#
                + #""keycreationdate":"2025-12-20T00:00:00Z","keyvalidityperiod":525600,"keyexpirygraceperiod":64800}"#
        }
        let machineRows = (0..<groups * machinesEach).map { machine in
            #"{"flowmachineid":"\#(id(2, machine))","name":"WKS-\#(machine)","agentversion":"2.60.1","#
                + #""_flowmachinegroupid_value":"\#(id(1, machine / machinesEach))","keydeliverystatus":2,"#
                + #""lastheartbeatdate":"2026-11-22T06:00:00Z"}"#
        }
        try folder.write(response("flowmachinegroups", groupRows), to: "groups.json")
        try folder.write(response("flowmachines", machineRows), to: "machines.json")
        return folder
    }

    private static func response(_ set: String, _ rows: [String]) -> String {
        #"{"@odata.context":"x#\#(set)","value":["# + rows.joined(separator: ",\n") + "]}"
    }

    private static func id(_ kind: Int, _ number: Int) -> String {
        let digits = String(number)
        return "0000000\(kind)-0000-4000-8000-\(String(repeating: "0", count: 12 - digits.count))\(digits)"
    }
}
