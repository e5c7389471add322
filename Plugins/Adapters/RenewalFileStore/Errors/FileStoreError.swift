/// What went wrong with a store or a key vault in a file: a code, a sentence that says what to do, and where.
///
/// Two errors are equal when their codes are. Messages never hold a key, a password or a credential (Rule Z1).
///
/// ```swift
/// do {
///     store = try FileStore(path: "/var/lib/renewal/store.sqlite")
/// } catch let error as FileStoreError where error.code == .newerSchema {
///     // update this program
/// }
/// ```
public struct FileStoreError: Error, Sendable {
    /// What kind of error this is. Programs decide by it.
    public var code: Code
    /// One sentence for people: what was wrong and what to do.
    public var message: String
    /// The file or folder that it is about, as its path was given.
    public var path: String?
    /// The error underneath, where there is one.
    public var cause: (any Error)?

    /// An error of these parts.
    public init(_ code: Code, _ message: String, path: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.path = path
        self.cause = cause
    }
}

extension FileStoreError: Equatable {
    /// Whether the codes are equal.
    public static func == (lhs: FileStoreError, rhs: FileStoreError) -> Bool { lhs.code == rhs.code }
}

extension FileStoreError: CustomStringConvertible {
    /// The code, the path, the message and the cause, as `newerSchema: store.sqlite: the store has schema 7 …`.
    public var description: String {
        let head = [code.description, path].compactMap { $0 }.joined(separator: ": ")
        return "\(head): \(message)" + (cause.map { " (\($0))" } ?? "")
    }
}
