public import RenewalDataverse

/// What a reader finds in `data.xml`, in the order of the document.
public enum PackageItem: Sendable {
    /// When the package was made. Comes first.
    case timestamp(PackageTimestamp)
    /// White space between two tables other than a line end and two spaces; without it a copy would be another document.
    case space(String)
    /// A table whose records follow.
    case table(PackageTable)
    /// A row of a table of ours. Columns that the table lacks are left out.
    case row(Row)
    /// A record of any other table, as it was written.
    case record(PackageRecord)
    /// A record that can not be a row, and why; the document goes on. For a table of ours with what could be read of it.
    case refused(PackageError, Row?)
    /// What a row of the present table is related to.
    case relation(PackageRelation)
}
