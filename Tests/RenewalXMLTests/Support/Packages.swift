import RenewalCore
import RenewalDataverse

@testable import RenewalXML

/// Small packages as text.
enum SamplePackage {
    static let groupID = "00000000-0000-4000-8000-00000000000a"
    static let machineID = "00000000-0000-4000-8000-0000000000b1"

    /// A schema of a table of groups and one of machines with these fields besides the ids.
    static func schema(groups: [String] = ["name:string"], machines: [String] = ["name:string"]) -> [UInt8] {
        let text =
            "<entities >\r\n" + entity("flowmachine", "Flow Machine", machines)
            + entity("flowmachinegroup", "Flow Machine Group", groups) + "</entities>"
        return Array(text.utf8)
    }

    private static func entity(_ name: String, _ displayName: String, _ fields: [String]) -> String {
        let declared = fields.map { field in
            let parts = field.split(separator: ":")
            return "      <field displayname=\"\(parts[0])\" name=\"\(parts[0])\" type=\"\(parts[1])\" />\r\n"
        }
        return """
              <entity name="\(name)" displayname="\(displayName)" etc="0" primaryidfield="\(name)id" \
            primarynamefield="name" disableplugins="false">\r
                <fields>\r
                  <field displayname="Id" name="\(name)id" type="guid" primaryKey="true" />\r
            \(declared.joined())    </fields>\r
                <relationships />\r
              </entity>\r

            """
    }

    /// Data of the given records.
    static func data(groups: String = "", machines: String = "") -> [UInt8] {
        let machines = machines.isEmpty ? "" : table("flowmachine", "Flow Machine", machines)
        let groups = groups.isEmpty ? "" : table("flowmachinegroup", "Flow Machine Group", groups)
        return Array(
            ("\u{FEFF}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<entities timestamp=\"2026-11-23T04:00:00.0000000Z\">\r\n"
                + machines + groups + "</entities>").utf8)
    }

    private static func table(_ name: String, _ displayName: String, _ records: String) -> String {
        "<entity name=\"\(name)\" displayname=\"\(displayName)\"><records>\(records)</records><m2mrelationships /></entity>\r\n"
    }

    static func record(_ id: String, _ fields: [String: String] = [:]) -> String {
        let fields = fields.sorted { $0.key < $1.key }.map { "<field name=\"\($0.key)\" value=\"\($0.value)\" />" }
        return "<record id=\"\(id)\">\(fields.joined())</record>\r\n"
    }
}

/// The error of this module that the body throws; `nil` where it throws none.
func packageError(_ body: () throws -> Void) -> PackageError? {
    do {
        try body()
        return nil
    } catch {
        return error as? PackageError
    }
}

extension DataPackage {
    /// The rows of our tables. A refused record is thrown.
    func rows() throws -> [Row] {
        var rows: [Row] = []
        try read { item in
            switch item {
            case .row(let row): rows.append(row)
            case .refused(let error, _): throw error
            case .timestamp, .space, .table, .record, .relation: break
            }
        }
        return rows
    }
}
