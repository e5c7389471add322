import FoundationEssentials
import RenewalCore

/// A row with a column of each kind to try filters on.
enum FilterRow {
    static let columns: [FilterColumn] = [
        .init("id", .guid), .init("name", .text), .init("count", .integer), .init("seen", .instant),
        .init("outdated", .boolean), .init("version", .version), .init("machines/total", .integer),
        .init("nothing", .text), .init("none", .integer), .init("unknown", .boolean), .init("object", .object),
        .init("never", .instant),
    ]

    static let id = UUID(uuidString: "5a38629f-da7f-4ae8-a66b-4898ebd65281")

    static func value(_ index: Int) -> FilterValue {
        switch columns[index].name {
        case "id": id.map(FilterValue.guid) ?? .null
        case "name": .text("L'été 帳票")
        case "count": .integer(7)
        case "seen": .of(Instant("2026-11-23T04:00:00Z"))
        case "outdated": .boolean(true)
        case "version": .text("2.9")
        case "machines/total": .integer(12)
        default: .null
        }
    }

    static func matches(_ filter: String) throws -> Bool {
        try RowFilter(filter, columns: columns).matches(value)
    }

    /// The details of the error that the filter gives; `nil` where it gives none.
    static func error(_ filter: String) -> RenewalError? {
        do {
            _ = try RowFilter(filter, columns: columns)
            return nil
        } catch {
            return error as? RenewalError
        }
    }
}
