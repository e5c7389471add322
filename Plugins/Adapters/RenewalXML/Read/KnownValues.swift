import FoundationEssentials
import RenewalCore
import RenewalDataverse

/// The values of a column that need no second look: those that are as the one before, and those of types that say in a
/// few bytes whether they are right. Whatever is not known is looked at in full: machines come group by group, have few
/// versions and few states.
struct KnownValues {
    private enum Kind {
        case id, text(maximum: Int), instant(DateTimeBehavior), reference, repeated, other
    }

    private let kind: Kind
    private let table: Table
    private let position: Int
    private var values: [FittingValue] = []
    // Of each of them: the value, the table and the name as they were written.
    private var texts = ByteList()

    private static let limit = 8

    /// The known values of the column at that place; of none without.
    init(_ position: Int?, in table: Table) {
        self.table = table
        self.position = position ?? 0
        guard let column = position.map({ table.columns[$0] }), !column.isSecret else {
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
    mutating func value(_ bytes: UnsafeBufferPointer<UInt8>, _ field: FieldBytes) -> FittingValue? {
        switch kind {
        case .reference: return field.lookupTable?.isEmpty == false ? remembered(bytes, field) : nil
        case _ where field.lookupTable != nil || field.lookupName != nil: return nil
        case .repeated: return remembered(bytes, field)
        // A text has at most as many UTF-16 code units as bytes, and decoding makes it no longer.
        case .text(let maximum) where bytes.count <= maximum: return fitting(.text(HTMLText.decoded(bytes)))
        case .instant(let behavior): return InstantText.instant(bytes, behavior).flatMap { fitting(.instant($0)) }
        case .text, .id, .other: return nil
        }
    }

    /// Remembers a value that the column took.
    mutating func remember(_ value: Value, _ bytes: UnsafeBufferPointer<UInt8>, _ field: FieldBytes) {
        // A name that is empty and one that is not there are two values.
        guard field.lookupName?.isEmpty != true else { return }
        switch kind {
        case .reference:
            values.removeAll(keepingCapacity: true)
            texts.removeAll()
        case .repeated where values.count < Self.limit: break
        default: return
        }
        guard let fitting = fitting(value) else { return }
        values.append(fitting)
        texts.append(bytes)
        texts.append(field.lookupTable)
        texts.append(field.lookupName)
    }

    private func fitting(_ value: Value) -> FittingValue? { FittingValue(value, at: position, of: table) }

    private func remembered(_ bytes: UnsafeBufferPointer<UInt8>, _ field: FieldBytes) -> FittingValue? {
        for index in values.indices where texts.isSame(bytes, at: index * 3) {
            guard texts.isSame(field.lookupTable, at: index * 3 + 1),
                texts.isSame(field.lookupName, at: index * 3 + 2), field.lookupName?.isEmpty != true
            else { return nil }
            return values[index]
        }
        return nil
    }
}
