/// The checksum that each row carries in its last column, `renewal_checksum`: over the table's name and every other
/// column in the order of the table, so that a flipped bit and a row in another's place both show.
///
/// h is XXH64 of the table's name in UTF-8 with seed 0; then, column by column, h becomes XXH64 of the value's bytes
/// with seed h + t (modulo 2^64): nothing and t = 0 for null, the eight bytes of an integer, least first, and t = 1, the
/// UTF-8 of a text and t = 2, a blob's bytes and t = 3. The column holds h as a signed number.
struct RowChecksum {
    private var hash: UInt64

    /// The checksum of no column.
    init(table: StoreTable) { hash = table.seed }

    /// The checksum as the column holds it.
    var value: Int64 { Int64(bitPattern: hash) }

    /// Goes on with a null.
    mutating func addNull() { hash = XXHash64.hash(nil, seed: hash) }

    /// Goes on with an integer.
    mutating func add(_ integer: Int64) {
        hash = XXHash64.hash(UInt64(bitPattern: integer), seed: hash &+ 1)
    }

    /// Goes on with a text's UTF-8.
    mutating func add(text: UnsafeRawBufferPointer) { hash = XXHash64.hash(text, seed: hash &+ 2) }

    /// Goes on with a blob.
    mutating func add(blob: UnsafeRawBufferPointer) { hash = XXHash64.hash(blob, seed: hash &+ 3) }
}

/// The tables of a store.
enum StoreTable: String, CaseIterable, Sendable {
    case store = "renewal_store"
    case group = "flowmachinegroup"
    case machine = "flowmachine"
    case connection = "renewal_desktopflowconnection"
    case certificate = "renewal_certificate"
    case history = "renewal_history"
    case delivery = "renewal_delivery"

    // The hash of the name, made once.
    fileprivate var seed: UInt64 { Self.seeds[index] }

    private var index: Int {
        switch self {
        case .store: 0
        case .group: 1
        case .machine: 2
        case .connection: 3
        case .certificate: 4
        case .history: 5
        case .delivery: 6
        }
    }

    private static let seeds = allCases.map { table in
        Array(table.rawValue.utf8).withUnsafeBytes { XXHash64.hash($0, seed: 0) }
    }
}
