import FoundationEssentials
import RenewalCore

/// Strict readers of the text forms that columns hold.
enum ColumnText {
    /// The id of 36 characters, lower case; `nil` for anything else.
    static func id<ID: UUIDIdentifier>(_ text: UnsafeRawBufferPointer, as: ID.Type = ID.self) -> ID? {
        guard text.count == 36 else { return nil }
        var uuid = UUID().uuid
        let isWellFormed = withUnsafeMutableBytes(of: &uuid) { bytes in
            var position = 0
            for index in 0..<16 {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    guard text[position] == UInt8(ascii: "-") else { return false }
                    position += 1
                }
                guard let high = digit(text[position]), let low = digit(text[position + 1]) else { return false }
                bytes[index] = high << 4 | low
                position += 2
            }
            return true
        }
        return isWellFormed ? ID(UUID(uuid: uuid)) : nil
    }

    /// The fingerprint of 64 hexadecimal digits, lower case; `nil` for anything else.
    static func fingerprint(_ text: UnsafeRawBufferPointer) -> Fingerprint? {
        guard text.count == 64 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for index in 0..<32 {
            guard let high = digit(text[2 * index]), let low = digit(text[2 * index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return Fingerprint(bytes)
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
