import RenewalCore
import RenewalDataverse
import RenewalFileStore
import RenewalXML

/// What kept a report from being made: a code, what to do, and the error underneath.
public struct ReportError: Error, Sendable {
    /// What kind of error this is. Programs decide by it.
    public var code: Code
    /// What was wrong, where, and what to do; of several lines where a place is marked.
    public var message: String
    /// The error underneath, where there is one.
    public var cause: (any Error)?

    /// An error with that code.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The kind of a ``ReportError``, with the exit status of `sysexits.h` that stands for it.
    public enum Code: Int32, Hashable, Sendable, CaseIterable {
        /// The request makes no sense: an unknown column, a filter that does not parse.
        case usage = 64
        /// The source is there and is not what a source must be.
        case badInput = 65
        /// There is no source at that path.
        case notFound = 66
        /// Reading or writing failed.
        case inputOutput = 74
    }
}

extension ReportError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}

extension ReportError {
    /// The error as a report's user sees it.
    public init(_ error: any Error) {
        switch error {
        case let error as ReportError: self = error
        case let error as DataverseError: self.init(Self.code(of: error), error.description, cause: error)
        case let error as FileStoreError:
            let place = error.path.map { "\($0.printable): " } ?? ""
            self.init(Self.code(of: error), place + error.message, cause: error)
        case let error as RenewalError: self.init(.badInput, error.message, cause: error)
        default: self.init(.inputOutput, "\(error)", cause: error)
        }
    }

    /// An error of the package at that path, which its own text may not name.
    init(_ error: PackageError, in path: String) {
        let code: Code =
            switch error.code {
            case .notFound: .notFound
            case .unreadable, .destinationExists, .notWritten: .inputOutput
            default: .badInput
            }
        let text = error.description
        let place = text.contains(path.printable) ? "" : "\(path.printable): "
        self.init(code, place + text, cause: error)
    }

    private static func code(of error: FileStoreError) -> Code {
        switch error.code {
        case .fileMissing, .folderMissing: .notFound
        case .notAStore, .newerSchema, .olderSchema, .damaged: .badInput
        default: .inputOutput
        }
    }

    private static func code(of error: DataverseError) -> Code {
        switch error.code {
        case .notFound: .notFound
        case .unreadable: .inputOutput
        default: .badInput
        }
    }
}
