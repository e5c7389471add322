extension DataverseError {
    /// The kind of a ``DataverseError``. An open set: a later version may add codes, so a `switch` needs a `default`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code's name.
        public let description: String

        /// The code of that name.
        public init(_ name: String) { description = name }
    }
}

// The file as a whole.
extension DataverseError.Code {
    /// There is no file or folder at that path.
    public static let notFound = Self("notFound")
    /// The file or folder is there and can not be read.
    public static let unreadable = Self("unreadable")
    /// A folder without response files.
    public static let emptyFolder = Self("emptyFolder")
}

// What stands in the file.
extension DataverseError.Code {
    /// Not JSON as RFC 8259 defines it, or beyond the reader's limits.
    public static let malformedJSON = Self("malformedJSON")
    /// JSON, and not the Web API's response to a query on one of our tables.
    public static let notAResponse = Self("notAResponse")
    /// A value that its column can not hold.
    public static let invalidValue = Self("invalidValue")
    /// A row without a column that it can not do without.
    public static let missingValue = Self("missingValue")
    /// A row whose id an earlier row of its table has.
    public static let duplicateRow = Self("duplicateRow")
}

// Rows and the model.
extension DataverseError.Code {
    /// A row that the model can not hold, or a value of the model that a row can not hold.
    public static let notRepresentable = Self("notRepresentable")
    /// A column that the row's table does not have.
    public static let unknownColumn = Self("unknownColumn")
}
