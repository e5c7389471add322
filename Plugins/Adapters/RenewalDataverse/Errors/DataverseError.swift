/// What went wrong with rows or the files that hold them: where, what was found, and what was expected.
///
/// The description is one line, such as
/// `machines.json:12:24: row 3 of flowmachine (1e6a…12), keydeliverystatus: found 7; expected 1, 2 or 3`.
/// Two errors are equal when all their parts are. The value of a secret column is never in one (Rule Z1).
public struct DataverseError: Error, Hashable, Sendable {
    /// What kind of error this is. Programs decide by it.
    public var code: Code
    /// The file, as its path was given; `nil` for rows that come from no file.
    public var file: String?
    /// Where in the file; `nil` where the file as a whole is meant.
    public var position: TextPosition?
    /// The logical name of the table.
    public var table: String?
    /// Which row of the file, the first being 1.
    public var rowNumber: Int?
    /// The row's id, where it was read before the error.
    public var rowID: String?
    /// The logical name of the column.
    public var column: String?
    /// What was found: a value, a character or a state. At most some 60 characters of it.
    public var found: String?
    /// What would have been right.
    public var expected: String

    /// An error of these parts.
    public init(
        _ code: Code, expected: String, found: String? = nil, file: String? = nil, position: TextPosition? = nil,
        table: String? = nil, rowNumber: Int? = nil, rowID: String? = nil, column: String? = nil
    ) {
        self.code = code
        self.expected = expected
        self.found = found
        self.file = file
        self.position = position
        self.table = table
        self.rowNumber = rowNumber
        self.rowID = rowID
        self.column = column
    }

    /// A place in a text file, as editors count.
    public struct TextPosition: Hashable, Sendable {
        /// The line, the first being 1. Lines end with a line feed.
        public var line: Int
        /// The column in Unicode scalars, the first being 1.
        public var column: Int

        /// A place of these numbers.
        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }
}

extension DataverseError: CustomStringConvertible {
    /// File, place, row, column, what was found and what was expected, on one line.
    public var description: String {
        let subject = [rowText, column].compactMap { $0 }.joined(separator: ", ")
        let head = [placeText, subject].filter { !$0.isEmpty }.joined(separator: ": ")
        let body = (found.map { "found \($0); " } ?? "") + "expected \(expected)"
        return head.isEmpty ? body : "\(head): \(body)"
    }

    private var placeText: String {
        let numbers = position.map { "\($0.line):\($0.column)" }
        return [file?.escapedForMessage, numbers].compactMap { $0 }.joined(separator: ":")
    }

    /// As `row 3 of flowmachine (1e6a…12)`, as far as it is known.
    private var rowText: String? {
        guard rowNumber != nil || rowID != nil else { return table }
        let parts = ["row", rowNumber.map { "\($0)" }, table.map { "of \($0)" }, rowID.map { "(\($0))" }]
        return parts.compactMap { $0 }.joined(separator: " ")
    }
}
