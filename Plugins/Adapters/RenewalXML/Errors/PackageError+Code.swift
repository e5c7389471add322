extension PackageError {
    /// The kind of a ``PackageError``. An open set: a later version may add codes, so a `switch` needs a `default`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code's name.
        public let description: String

        /// The code of that name.
        public init(_ name: String) { description = name }
    }
}

// Files.
extension PackageError.Code {
    /// There is nothing at that path.
    public static let notFound = Self("notFound")
    /// The file or folder is there and can not be read.
    public static let unreadable = Self("unreadable")
    /// Something is at that path already.
    public static let destinationExists = Self("destinationExists")
    /// The package could not be written: no space, no permission.
    public static let notWritten = Self("notWritten")
    /// Not the three files of a package: one is missing, or there are others.
    public static let notAPackage = Self("notAPackage")
}

// What a reader refuses before it looks at the contents.
extension PackageError.Code {
    /// A zip that is damaged, encrypted or compressed in a way that packages are not.
    public static let badZip = Self("badZip")
    /// Larger, deeper or longer than the reader's limits.
    public static let limitExceeded = Self("limitExceeded")
    /// Not UTF-8, or declared to be something else.
    public static let notUTF8 = Self("notUTF8")
    /// A NUL byte.
    public static let containsNUL = Self("containsNUL")
    /// A document type declaration, which no package has and the parser never sees.
    public static let documentType = Self("documentType")
}

// What stands in the documents.
extension PackageError.Code {
    /// Not well-formed XML.
    public static let malformedXML = Self("malformedXML")
    /// XML, and not the structure of a package's document.
    public static let unexpectedStructure = Self("unexpectedStructure")
    /// A value that its column can not hold.
    public static let invalidValue = Self("invalidValue")
    /// A row without a column that it can not do without.
    public static let missingValue = Self("missingValue")
    /// A row whose id an earlier row of its table has.
    public static let duplicateRow = Self("duplicateRow")
}

// Rows and what they are written to.
extension PackageError.Code {
    /// Text with a character that XML 1.0 can not hold.
    public static let unrepresentableCharacter = Self("unrepresentableCharacter")
    /// A row of a table that the package does not declare, or that comes after its table was ended.
    public static let outOfOrder = Self("outOfOrder")
    /// A row that the store can not take, and why.
    public static let notImported = Self("notImported")
}
