import RenewalXML

/// Whether a package is one, and what is in it.
public struct PackageCheck: Hashable, Sendable {
    /// What is in it, for people: a line that says so, and one for each table.
    public var lines: [String]

    /// Checks a package from its start to its end: structure, values, and that each row is there once.
    ///
    /// - Throws: ``ReportError`` with `badInput`, naming document, line, row and column of the first fault.
    public init(path: String) throws {
        do {
            let summary = try DataPackage(contentsOf: path).validate()
            let rows = summary.tables.reduce(0) { $0 + $1.rows }
            let timestamp = summary.timestamp.map { ", made at \($0)" } ?? ""
            lines = [
                "\(path.printable): a valid package\(timestamp): \(Self.count(rows, "row")) in "
                    + Self.count(summary.tables.count, "table")
            ]
            let width = summary.tables.reduce(0) { max($0, DisplayWidth.of($1.name.printable)) }
            lines += summary.tables.map { "  \($0.name.printable.padded(to: width))  \($0.rows)" }
        } catch let error as PackageError {
            throw ReportError(error, in: path)
        } catch {
            throw ReportError(error)
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
