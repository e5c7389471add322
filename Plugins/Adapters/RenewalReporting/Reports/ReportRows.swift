/// The rows of a report, made one by one whenever they are asked for: of a large fleet they would take more memory than
/// the fleet itself.
public struct ReportRows: RandomAccessCollection, Sendable {
    private let row: @Sendable (Int) -> ReportRow
    /// Which rows these are, in their order; `nil` for all as they come.
    private let places: [Int]?
    /// How many there are.
    public let count: Int

    private init(_ row: @escaping @Sendable (Int) -> ReportRow, places: [Int]?, count: Int) {
        self.row = row
        self.places = places
        self.count = count
    }

    /// These rows.
    public init(_ rows: [ReportRow]) {
        self.init({ rows[$0] }, places: nil, count: rows.count)
    }

    /// A row for each element, made anew each time.
    init<Element: Sendable>(of elements: [Element], _ row: @escaping @Sendable (Element) -> ReportRow) {
        self.init({ row(elements[$0]) }, places: nil, count: elements.count)
    }

    /// The index of the first row.
    public var startIndex: Int { 0 }
    /// The index behind the last row.
    public var endIndex: Int { count }

    /// The row at that index, which is made for the caller.
    public subscript(position: Int) -> ReportRow { row(places?[position] ?? position) }

    /// Those at these indices, in their order.
    func choosing(_ indices: [Int]) -> ReportRows {
        ReportRows(row, places: places.map { places in indices.map { places[$0] } } ?? indices, count: indices.count)
    }
}
