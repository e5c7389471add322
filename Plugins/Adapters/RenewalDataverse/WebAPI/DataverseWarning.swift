public import RenewalCore

/// Something about rows that does not keep them from being used, and that a user should know.
public enum DataverseWarning: Hashable, Sendable {
    /// Every response of the set says that there is a next page, so at least one is missing.
    case lastPageMissing(table: Table)
    /// A group's periods lie outside Rule S2; they are used as they stand. The reason names column, value and range.
    case periodOutOfBounds(group: GroupID, name: String?, reason: String)
}

extension DataverseWarning: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        switch self {
        case .lastPageMissing(let table):
            "the last page of \(table.setName) is missing: every response has an @odata.nextLink"
        case .periodOutOfBounds(let group, let name, let reason):
            "group \(name.map { "\($0.quotedForMessage) " } ?? "")(\(group)): \(reason); used as it stands"
        }
    }
}
