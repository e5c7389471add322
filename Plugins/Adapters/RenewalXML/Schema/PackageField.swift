/// A column as a package's `data_schema.xml` declares it.
public struct PackageField: Hashable, Sendable {
    /// The name that people see.
    public var displayName: String
    /// The logical name.
    public var name: String
    /// The type.
    public var type: FieldType
    /// The logical names of the tables that a reference may lead to, joined by `|` where there are several.
    public var lookupType: String?
    /// Whether it is the column of the row's id.
    public var isPrimaryKey: Bool
    /// Whether it is a column of the environment's own.
    public var isCustom: Bool
    /// Whether importers compare rows by it.
    public var isCompared: Bool

    /// A column of these parts.
    public init(
        displayName: String, name: String, type: FieldType, lookupType: String? = nil, isPrimaryKey: Bool = false,
        isCustom: Bool = false, isCompared: Bool = false
    ) {
        self.displayName = displayName
        self.name = name
        self.type = type
        self.lookupType = lookupType
        self.isPrimaryKey = isPrimaryKey
        self.isCustom = isCustom
        self.isCompared = isCompared
    }
}

/// The type of a column in a package, and so how its values are written.
public enum FieldType: String, Hashable, Sendable, CaseIterable {
    /// Text: HTML-encoded.
    case string
    /// A whole number.
    case number
    /// A whole number of 64 bits; declared and never exported.
    case bigint
    /// A decimal number, ten decimals.
    case decimal
    /// An amount, ten decimals.
    case money
    /// `True` or `False`.
    case bool
    /// `2022-09-17T22:31:57.0000000Z`, without `Z` where the column has no time zone.
    case datetime
    /// A GUID, lower case.
    case guid
    /// The number of an option.
    case optionsetvalue
    /// Numbers of options: `[-1,1,2,-1]`.
    case optionsetvaluecollection
    /// The number of a state.
    case state
    /// The number of a reason for a state.
    case status
    /// The GUID of a row of another table.
    case entityreference
    /// The GUID of the row's owner.
    case owner
    /// An image, base64.
    case imagedata

    /// Whether values are references, which name the table of the row they lead to.
    var isReference: Bool { self == .entityreference || self == .owner }
}
