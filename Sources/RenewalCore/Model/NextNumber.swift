extension UInt64 {
    /// The number after this one. Numbers come from stores and requests, and one at its end must not make a program trap.
    ///
    /// - Parameter what: what is counted, for the error.
    /// - Throws: ``RenewalError`` with `storeInconsistent` where there is none: nothing honest counts that far.
    func following(_ what: @autoclosure () -> String) throws -> UInt64 {
        guard self < .max else {
            throw RenewalError(
                .storeInconsistent,
                "\(what()) is \(self), and there is no number after that; the store was changed by something else",
                details: ["found": "\(self)"])
        }
        return self + 1
    }
}

extension Generation {
    /// The generation after this one in a group.
    ///
    /// - Throws: ``RenewalError`` with `storeInconsistent` where there is none.
    func following(in group: GroupID) throws -> Generation {
        let number = try number.following("the generation of group \(group)")
        return Generation(number) ?? next
    }
}
