extension [UInt8] {
    /// The bytes with the lowest bit of one of them changed.
    func flipping(_ index: Int, mask: UInt8 = 1) -> [UInt8] {
        var changed = self
        changed[index] ^= mask
        return changed
    }
}
