import FoundationEssentials
public import RenewalDataverse

/// Writes a Configuration Migration package row by row, in constant memory.
///
/// The package grows in a hidden folder beside its destination and gets its name when it is whole. A writer that goes
/// away before ``finish()`` leaves nothing behind. Writing blocks the calling thread.
public final class PackageWriter {
    /// How many rows were written so far.
    public private(set) var rowCount = 0

    private let destination: PackageDestination
    private let options: WriteOptions
    private let tables: [PackageTable]
    private let positions: [String: Int]
    private let folder: StagingFolder
    private let file: FileOutput
    private let document: DocumentBox
    private var position = -1
    private var plan: RowPlan?

    /// A writer of a package with these tables.
    ///
    /// - Parameters:
    ///   - destination: where the package goes. Nothing may be there, except as `options` say.
    ///   - tables: the declarations. They are written in order of display name, case ignored.
    ///   - timestamp: when the rows were read.
    ///   - options: secrets, characters that XML can not hold, and whether a zip is replaced.
    /// - Throws: ``PackageError`` with `destinationExists`, `notWritten`, or `unrepresentableCharacter` for a name.
    public init(
        to destination: PackageDestination, tables: [PackageTable], timestamp: PackageTimestamp,
        options: WriteOptions = WriteOptions()
    ) throws {
        self.destination = destination
        self.options = options
        self.tables = tables.sorted { DisplayOrder($0.displayName, $0.name) < DisplayOrder($1.displayName, $1.name) }
        positions = Dictionary(
            self.tables.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        guard positions.count == tables.count else {
            throw PackageError(.unexpectedStructure, expected: "each table once", file: PackageFile.schema.name)
        }
        try PackageFolder.requireFree(destination, options)
        // Not only once everything is written.
        if case .zip(let path) = destination { _ = try ZipLibrary.functions(or: .notWritten, path) }
        folder = try StagingFolder(beside: destination.path, isPrivate: PackageFolder.isPrivate(destination, options))
        try PackageFolder.writeSchema(self.tables, to: folder, options)
        file = try FileOutput(
            creating: folder.file(PackageFile.data.name), mode: PackageFolder.mode(options))
        do throws(WriteFault) {
            document = DocumentBox(
                try DataDocument(
                    try XMLOutput.open(file, options.unrepresentable), timestamp: timestamp))
        } catch {
            throw PackageFolder.error(error, file: file)
        }
    }

    /// Writes a row.
    ///
    /// Rows come table by table, in the order of the declarations. Values of columns that are not declared are left out;
    /// so are secrets, unless the options say otherwise.
    ///
    /// - Throws: ``PackageError`` with `unrepresentableCharacter` or `invalidValue`, naming table, row and column; with
    ///   `outOfOrder`, or `notWritten`. The writer can not be used after that.
    public func write(_ row: Row) throws {
        try begin(row.table.logicalName)
        if plan?.table !== row.table { plan = RowPlan(tables[position], row.table, secrets: options.secrets) }
        guard let plan else { return }
        do {
            try document.value.write(row, plan)
        } catch {
            throw located(error, rowID: row.idText)
        }
        rowCount += 1
    }

    /// Writes a record as it stands, under the same conditions.
    public func write(_ record: PackageRecord) throws {
        try begin(record.table)
        if let unknown = record.fields.first(where: { field in
            !tables[position].fields.contains { $0.name == field.name }
        }) {
            throw PackageError(
                .unexpectedStructure, expected: "a column that the package declares",
                found: unknown.name.quotedForMessage, table: record.table, rowID: record.id)
        }
        do {
            try document.value.write(record, without: hiddenColumns)
        } catch {
            throw located(error, rowID: record.id)
        }
        rowCount += 1
    }

    /// Writes what a row of the present table is related to, after the table's last row.
    public func write(_ relation: PackageRelation) throws {
        do throws(WriteFault) {
            try document.value.write(relation)
        } catch {
            throw located(error, rowID: relation.source)
        }
    }

    /// Gives the white space before the next table, or the end, where it is not a line end and two spaces. Anything but
    /// white space is passed over.
    public func setSpace(_ space: String) {
        if space.utf8.allSatisfy({ [0x20, 0x9, 0xA, 0xD].contains($0) }) { document.value.space = space }
    }

    /// Ends the package and gives it its name.
    ///
    /// - Throws: ``PackageError`` with `notWritten` or `destinationExists`.
    public func finish() throws {
        do throws(WriteFault) {
            guard try document.value.finish() else { throw .sinkFailed }
        } catch {
            throw located(error, rowID: nil)
        }
        try file.finish()
        switch destination {
        case .folder(let path):
            try folder.synchronize()
            try folder.move(to: path)
        case .zip(let path):
            let zip = folder.file("package.zip")
            try ZipArchiver.archive(PackageFile.allCases.map { ($0.name, folder.file($0.name)) }, to: zip)
            try PackageFolder.settle(zip, options)
            try folder.moveOut(zip, to: path, replacing: options.replaces)
        }
    }

    private func begin(_ table: String) throws {
        if position >= 0, tables[position].name == table, document.value.takesRecords { return }
        guard let next = positions[table], next > position else {
            throw PackageError(
                .outOfOrder, expected: "rows table by table, in the order of the tables' display names",
                found: table.quotedForMessage, table: table)
        }
        position = next
        plan = nil
        do throws(WriteFault) { try document.value.begin(tables[next]) } catch { throw located(error, rowID: nil) }
    }

    /// The secret columns of our tables, where they are not to be written.
    private var hiddenColumns: Set<String> {
        let name = tables[position].name
        guard options.secrets == .leftOut, let table = Table.all.first(where: { $0.logicalName == name })
        else { return [] }
        return Set(table.columns.filter(\.isSecret).map(\.logicalName))
    }

    private func located(_ error: any Error, rowID: String?) -> any Error {
        let table = position >= 0 ? tables[position].name : nil
        switch error {
        case let fault as FieldFault:
            var located = PackageFolder.error(fault.fault, file: file).at(table: table, rowID: rowID)
            located.column = fault.column
            if fault.isSecret { located.found = nil }
            return located
        case let fault as WriteFault: return PackageFolder.error(fault, file: file).at(table: table, rowID: rowID)
        default: return error
        }
    }
}

/// A document behind a reference, as classes do not change what they hold by moving it.
private final class DocumentBox {
    var value: DataDocument

    init(_ value: consuming DataDocument) { self.value = value }
}
