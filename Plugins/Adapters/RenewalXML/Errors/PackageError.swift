/// What went wrong with a package: where, what was found, and what was expected.
///
/// The description is one line, such as
/// `data.xml:812: row 1e6a…12 of flowmachine, keydeliverystatus: found "7"; expected one of 1 (Default), …`.
/// Two errors are equal when all their parts are. The value of a secret column is never in one (Rule Z1).
public struct PackageError: Error, Hashable, Sendable {
    /// What kind of error this is. Programs decide by it.
    public var code: Code
    /// The path as it was given, or the name of a document within the package.
    public var file: String?
    /// The line, the first being 1; `nil` where the file as a whole is meant.
    public var line: Int?
    /// The logical name of the table.
    public var table: String?
    /// The row's id, where it was read before the error.
    public var rowID: String?
    /// The logical name of the column.
    public var column: String?
    /// What was found. At most some 60 characters of it.
    public var found: String?
    /// What would have been right.
    public var expected: String

    /// An error of these parts.
    public init(
        _ code: Code, expected: String, found: String? = nil, file: String? = nil, line: Int? = nil,
        table: String? = nil, rowID: String? = nil, column: String? = nil
    ) {
        self.code = code
        self.expected = expected
        self.found = found
        self.file = file
        self.line = line
        self.table = table
        self.rowID = rowID
        self.column = column
    }
}

extension PackageError: CustomStringConvertible {
    /// File, line, row, column, what was found and what was expected, on one line.
    public var description: String {
        let place = [file?.pathForMessage, line.map { "\($0)" }].compactMap { $0 }.joined(separator: ":")
        let subject = [rowText, column?.escapedForMessage].compactMap { $0 }.joined(separator: ", ")
        let head = [place, subject].filter { !$0.isEmpty }.joined(separator: ": ")
        let body = (found.map { "found \($0); " } ?? "") + "expected \(expected)"
        return head.isEmpty ? body : "\(head): \(body)"
    }

    private var rowText: String? {
        let name = table?.escapedForMessage
        guard let rowID else { return name }
        return "row \(rowID.escapedForMessage)" + (name.map { " of \($0)" } ?? "")
    }
}

extension PackageError {
    /// The error with what is known of its place, where it does not say itself.
    func at(file: String? = nil, line: Int? = nil, table: String? = nil, rowID: String? = nil) -> PackageError {
        var error = self
        error.file = error.file ?? file
        error.line = error.line ?? line
        error.table = error.table ?? table
        error.rowID = error.rowID ?? rowID
        return error
    }
}
