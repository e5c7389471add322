/// A Configuration Migration package that somebody made: a folder or a zip of `[Content_Types].xml`, `data.xml` and
/// `data_schema.xml`.
///
/// ```swift
/// let package = try DataPackage(contentsOf: "fleet.zip")
/// try package.read { item in
///     if case .row(let row) = item { print(row.table.logicalName, row.idText) }
/// }
/// ```
///
/// It may come from anybody. What is not a package is an error that says file, line and what was expected; nothing that
/// stands in a package is followed, fetched or run.
public struct DataPackage: Sendable {
    /// The declarations of `data_schema.xml`, in the order of the document.
    public let tables: [PackageTable]
    let contents: PackageContents
    let limits: ReadLimits

    /// Opens a package and reads its declarations.
    ///
    /// - Parameters:
    ///   - path: a folder, or a zip whatever its name.
    ///   - limits: how much is taken.
    /// - Throws: ``PackageError``.
    public init(contentsOf path: String, limits: ReadLimits = ReadLimits()) throws {
        try self.init(PackageContents(at: path), limits: limits)
    }

    /// A package whose two documents are in memory.
    ///
    /// - Throws: ``PackageError``.
    public init(data: [UInt8], schema: [UInt8], limits: ReadLimits = ReadLimits()) throws {
        try self.init(.memory(data: data, schema: schema), limits: limits)
    }

    /// A package whose rows are in memory, and whose declarations are known: another package's, or made by the caller.
    ///
    /// Nothing is read yet.
    public init(data: [UInt8], tables: [PackageTable], limits: ReadLimits = ReadLimits()) {
        contents = .memory(data: data, schema: [])
        self.limits = limits
        self.tables = tables
    }

    private init(_ contents: PackageContents, limits: ReadLimits) throws {
        self.contents = contents
        self.limits = limits
        tables = try SchemaReader.read(try contents.cursor(.schema, limits))
    }

    /// Reads `data.xml` from its start to its end and gives the body each thing in it.
    ///
    /// Memory does not grow with the package, but for the ids where `eachRowOnce` asks for it: 16 bytes and some for
    /// each row of the largest table. Reading blocks the calling thread, and stops where the task is cancelled.
    ///
    /// - Parameters:
    ///   - eachRowOnce: whether a record whose id an earlier one of its table has is refused, as `duplicateRow`.
    ///   - body: gets each item. What it throws ends the reading and comes out.
    /// - Throws: ``PackageError`` for what no package has; records that can not be rows are items and do not throw.
    public func read(eachRowOnce: Bool = false, _ body: (PackageItem) throws -> Void) throws {
        var reader = DataReader(try contents.cursor(.data, limits), tables: tables, eachRowOnce: eachRowOnce)
        try reader.read(body)
    }

    /// Writes the package again: its declarations, and every record.
    ///
    /// - Parameters:
    ///   - destination: where it goes.
    ///   - options: how it is written.
    ///   - eachRowOnce: as for ``read(eachRowOnce:_:)``.
    /// - Throws: ``PackageError``, the first refusal of a record included; nothing is left at the destination then.
    public func copy(
        to destination: PackageDestination, options: WriteOptions = WriteOptions(), eachRowOnce: Bool = false
    ) throws {
        var writer: PackageWriter?
        try read(eachRowOnce: eachRowOnce) { item in
            switch item {
            case .timestamp(let timestamp):
                writer = try PackageWriter(to: destination, tables: tables, timestamp: timestamp, options: options)
            case .space(let space): writer?.setSpace(space)
            case .table: break
            case .row(let row): try writer?.write(row)
            case .record(let record): try writer?.write(record)
            case .relation(let relation): try writer?.write(relation)
            case .refused(let error, _): throw error
            }
        }
        try writer?.finish()
    }
}
