/// The little of DER that a group certificate needs, for comparing.
enum DERBytes {
    /// One node: tag, definite length in the shortest form, content of at most 65,535 bytes.
    static func node(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [tag]
        switch content.count {
        case ..<0x80: break
        case ..<0x100: bytes.append(0x81)
        default: bytes.append(contentsOf: [0x82, UInt8(truncatingIfNeeded: content.count >> 8)])
        }
        bytes.append(UInt8(truncatingIfNeeded: content.count))
        bytes.append(contentsOf: content)
        return bytes
    }

    /// SEQUENCE of the encoded elements.
    static func sequence(_ elements: [UInt8]...) -> [UInt8] { node(0x30, elements.flatMap { $0 }) }

    /// OBJECT IDENTIFIER of content octets.
    static func objectIdentifier(_ content: [UInt8]) -> [UInt8] { node(0x06, content) }

    /// UTCTime from 1950 through 2049, GeneralizedTime otherwise, whole seconds (RFC 5280, section 4.1.2.5; Rule T2).
    static func time(_ instant: Instant) -> [UInt8] {
        let digits = instant.description.utf8.filter { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        let zulu = [UInt8(ascii: "Z")]
        return (1950...2049).contains(instant.civilDate.year)
            ? node(0x17, digits.dropFirst(2) + zulu) : node(0x18, digits + zulu)
    }
}
