import RenewalCore

/// The usual form of a column's values, small enough to be looked at for each of millions of them.
///
/// A value of the usual form can be held by its column. One of another form may still be: that is for
/// ``Column/accepts(_:)`` to say.
enum UsualForm: Equatable {
    /// There is none.
    case none
    /// Text without escapes of at most so many bytes, and so of at most so many UTF-16 code units.
    case text(maximum: Int)
    /// An agent's version that another machine has too.
    case version
    case guid
    case instant(DateTimeBehavior)
    /// A whole number within these limits.
    case integer(ClosedRange<Int64>)
    /// A number from 0 to 63 whose bit is set.
    case option(UInt64)

    init(of column: Column) {
        guard !column.isSecret else {
            self = .none
            return
        }
        switch column.type {
        case .string(_, .agentVersion): self = .version
        case .string(let maximum, .plain), .memo(let maximum): self = .text(maximum: maximum)
        case .guid: self = .guid
        case .dateTime(let behavior): self = .instant(behavior)
        case .integer(let range): self = .integer(range)
        case .bigInteger: self = .integer(Int64.min...Int64.max)
        case .choice(let set), .state(let set), .status(let set):
            let small = Int64(0)...63
            self = .option(small.filter(set.accepts).reduce(0) { $0 | 1 << UInt64($1) })
        default: self = .none
        }
    }

    /// Whether a number has this form.
    func has(_ number: Int64) -> Bool {
        switch self {
        case .integer(let range): range.contains(number)
        case .option(let bits): 0...63 ~= number && bits >> UInt64(number) & 1 == 1
        default: false
        }
    }
}
