/// A column of a table: names, type with its limits, whether a row needs it, and whether its values are secrets.
public struct Column: Hashable, Sendable {
    /// The logical name, as `keycreationdate`.
    public let logicalName: String
    /// The name that people see, as `Key Creation Date`.
    public let displayName: String
    /// The type of its values, with their limits.
    public let type: ColumnType
    /// Whether a row needs a value.
    public let requirement: Requirement
    /// Whether its values are secrets, which are read as ``Value/secret(_:)`` and never written unless asked (Rule Z1).
    public let isSecret: Bool
    /// What becomes of a foreign row's integer outside the type's limits.
    public let outliers: Outliers

    /// A column of these parts.
    public init(
        _ logicalName: String, _ displayName: String, _ type: ColumnType, _ requirement: Requirement = .optional,
        isSecret: Bool = false, outliers: Outliers = .refused
    ) {
        self.logicalName = logicalName
        self.displayName = displayName
        self.type = type
        self.requirement = requirement
        self.isSecret = isSecret
        self.outliers = outliers
    }

    /// Dataverse's required levels.
    public enum Requirement: String, Hashable, Sendable, CaseIterable {
        /// A row may lack it.
        case optional = "None"
        /// Apps ask for it; the platform does not.
        case application = "ApplicationRequired"
        /// Every row has it; the platform fills or demands it.
        case system = "SystemRequired"
    }

    /// What a reader of foreign rows does with an integer outside its column's limits.
    public enum Outliers: Hashable, Sendable {
        /// The row is an error.
        case refused
        /// The value is used as it stands and reported (the periods of a group, whose bounds are rules of ours).
        case reported
    }
}
