import RenewalCore

/// `renewal_store`: the one row about the store itself.
struct StoreRow: Equatable, Sendable {
    /// The kept instant (Rule T3).
    var keptInstant: Instant?
    /// The number of the last notification that was ever stored; none is used twice.
    var lastDelivery: UInt64

    /// Binds the row's columns.
    func write(to writer: inout RowWriter) throws {
        writer.append(1)
        try writer.append(instant: keptInstant, "renewal_keptinstant")
        try writer.append(number: lastDelivery, "renewal_lastdelivery")
    }

    /// The row that the reader stands on.
    static func read(_ reader: inout RowReader) throws -> StoreRow {
        _ = try reader.integer("renewal_storeid")
        return StoreRow(
            keptInstant: try reader.optionalInstant("renewal_keptinstant"),
            lastDelivery: try reader.number("renewal_lastdelivery"))
    }

    /// - Throws: ``FileStoreError`` with `valueOutOfRange` where the kept instant can not be stored.
    func checkRange() throws {
        if let keptInstant, !InstantText.canHold(keptInstant) {
            throw FileStoreError.outOfRange(
                "\(keptInstant.secondsSince1970) seconds since 1970", column: "renewal_keptinstant", table: .store,
                range: "the years 1 to 9999")
        }
    }
}
