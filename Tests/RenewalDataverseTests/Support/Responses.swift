import RenewalCore

@testable import RenewalDataverse

/// A response on one of the tables, of rows given as JSON.
func response(_ set: String, _ rows: [String], next: Bool = false) -> [UInt8] {
    let link = next ? ", \"@odata.nextLink\": \"https://org/next\"" : ""
    let text =
        "{\"@odata.context\": \"https://org/$metadata#\(set)\", \"value\": [\n\(rows.joined(separator: ",\n"))]\(link)}"
    return Array(text.utf8)
}

func export(groups: [String] = [], machines: [String] = []) throws -> WebAPIExport {
    try WebAPIExport(responses: [
        ("groups.json", response("flowmachinegroups", groups)),
        ("machines.json", response("flowmachines", machines)),
    ])
}

let groupID = "00000000-0000-4000-8000-00000000000a"
let machineID = "00000000-0000-4000-8000-0000000000b1"

/// The error that reading throws; `nil` where it throws none of this module's.
func dataverseError(_ body: () throws -> Void) -> DataverseError? {
    do {
        try body()
        return nil
    } catch {
        return error as? DataverseError
    }
}

extension Instant {
    /// An instant that a test is sure of.
    init(of text: String) throws {
        struct NotAnInstant: Error { var text: String }
        guard let instant = Instant(text) else { throw NotAnInstant(text: text) }
        self = instant
    }
}
