import FoundationEssentials
import RenewalCore
import RenewalDataverse

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The values of a column that need no second look: those that are as the one before, and those of types that say in a
/// few bytes whether they are right. Whatever is not known is looked at in full: machines come group by group, have few
/// versions and few states.
struct KnownValues {
    private enum Kind {
        case id, text(maximum: Int), instant(DateTimeBehavior), reference, repeated, other
    }

    private let kind: Kind
    private var values: [(bytes: [UInt8], table: [UInt8], name: [UInt8], value: Value)] = []

    private static let limit = 8

    init(_ column: Column?, in table: Table) {
        guard let column, !column.isSecret else {
            kind = .other
            return
        }
        kind =
            switch column.type {
            case .guid where column.logicalName == table.primaryIDColumn: .id
            case .string(let maximum, .plain), .memo(let maximum): .text(maximum: maximum)
            case .dateTime(let behavior): .instant(behavior)
            case .lookup, .owner: .reference
            case .string, .integer, .choice, .state, .status: .repeated
            default: .other
            }
    }

    /// Whether the column is that of the row's id, and says it, which the row knows already.
    func isID(_ bytes: UnsafeBufferPointer<UInt8>, _ id: UUID) -> Bool {
        if case .id = kind { ValueText.guid(bytes) == id } else { false }
    }

    /// The value, where it is known.
    mutating func value(
        _ bytes: UnsafeBufferPointer<UInt8>, _ field: FieldBytes, _ instants: inout InstantText
    ) -> Value? {
        switch kind {
        case .reference: return field.lookupTable?.isEmpty == false ? remembered(bytes, field) : nil
        case _ where field.lookupTable != nil || field.lookupName != nil: return nil
        case .repeated: return remembered(bytes, field)
        // A text has at most as many UTF-16 code units as bytes, and decoding makes it no longer.
        case .text(let maximum) where bytes.count <= maximum: return .text(HTMLText.decoded(bytes))
        case .instant(let behavior): return instants.instant(bytes, behavior).map { .instant($0) }
        case .text, .id, .other: return nil
        }
    }

    /// Remembers a value that the column took.
    mutating func remember(_ value: Value, _ bytes: UnsafeBufferPointer<UInt8>, _ field: FieldBytes) {
        // A name that is empty and one that is not there are two values.
        guard field.lookupName?.isEmpty != true else { return }
        switch kind {
        case .reference: values = []
        case .repeated where values.count < Self.limit: break
        default: return
        }
        values.append(
            (Array(bytes), field.lookupTable.map { Array($0) } ?? [], field.lookupName.map { Array($0) } ?? [], value))
    }

    private func remembered(_ bytes: UnsafeBufferPointer<UInt8>, _ field: FieldBytes) -> Value? {
        for index in values.indices where values[index].bytes.isSame(bytes) {
            guard values[index].table.isSame(field.lookupTable), values[index].name.isSame(field.lookupName),
                field.lookupName?.isEmpty != true
            else { return nil }
            return values[index].value
        }
        return nil
    }
}

extension [UInt8] {
    /// Whether these are the bytes; none are where there are none.
    fileprivate func isSame(_ bytes: UnsafeBufferPointer<UInt8>?) -> Bool {
        guard let bytes, let start = bytes.baseAddress else { return isEmpty }
        return bytes.count == count
            && withUnsafeBufferPointer { own in own.baseAddress.map { memcmp($0, start, count) == 0 } ?? true }
    }
}
