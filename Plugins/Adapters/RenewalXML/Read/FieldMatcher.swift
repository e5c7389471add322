/// Finds the declared column of a record's field by its name, which mostly is the next one in the declaration.
struct FieldMatcher {
    private let names: ByteList
    private let isPrimaryKey: [Bool]
    // The record in which each column was last seen.
    private var seenIn: [Int]
    private var next = 0
    private var record = 0

    init(_ table: PackageTable) {
        var names = ByteList()
        for field in table.fields { Array(field.name.utf8).withUnsafeBufferPointer { names.append($0) } }
        self.names = names
        isPrimaryKey = table.fields.map { $0.name == table.primaryIDField }
        seenIn = Array(repeating: 0, count: names.count)
    }

    /// What was found for a name.
    enum Match {
        case field(Int), repeated(Int), unknown
    }

    /// Starts the next record.
    mutating func begin() {
        next = 0
        record += 1
    }

    /// Whether that column is the one of the record's id.
    func isPrimaryKey(_ index: Int) -> Bool { isPrimaryKey[index] }

    /// The column of that name.
    mutating func match(_ name: UnsafeBufferPointer<UInt8>) -> Match {
        guard let index = find(name, next..<names.count) ?? find(name, 0..<next) else { return .unknown }
        next = index + 1
        guard seenIn[index] != record else { return .repeated(index) }
        seenIn[index] = record
        return .field(index)
    }

    private func find(_ name: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        for index in range where names.isSame(name, at: index) { return index }
        return nil
    }
}
