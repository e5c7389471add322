import FoundationEssentials

extension UUID {
    /// Reads the 36-character form, in either case, without making a string of it. `nil` for anything else.
    init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 36 else { return nil }
        var value: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let isRead = withUnsafeMutableBytes(of: &value) { target in
            var index = 0
            for slot in 0..<16 {
                if slot == 4 || slot == 6 || slot == 8 || slot == 10 {
                    guard bytes[index] == UInt8(ascii: "-") else { return false }
                    index += 1
                }
                guard let high = bytes[index].hexDigitValue, let low = bytes[index + 1].hexDigitValue else {
                    return false
                }
                target[slot] = high << 4 | low
                index += 2
            }
            return true
        }
        guard isRead else { return nil }
        self.init(uuid: value)
    }
}
