public import RenewalCore

/// When a package was made, as its `data.xml` says: `2022-10-13T22:57:17.9129018Z`.
public struct PackageTimestamp: Hashable, Sendable, LosslessStringConvertible {
    /// The text: seven digits of a fraction and `Z`.
    public let description: String

    /// Reads the text; `nil` where it has not that form.
    public init?(_ description: String) {
        let bytes = Array(description.utf8)
        guard bytes.count == 28, bytes[19] == UInt8(ascii: "."), bytes[27] == UInt8(ascii: "Z"),
            bytes[20..<27].allSatisfy({ $0 &- UInt8(ascii: "0") <= 9 }),
            Instant(String(decoding: bytes[0..<19], as: UTF8.self) + "Z") != nil
        else { return nil }
        self.description = description
    }

    /// That instant; the nearest that has four digits of a year, where it has more.
    public init(_ instant: Instant) {
        let last = Instant(secondsSince1970: Instant.distantFuture.secondsSince1970 - 1)
        description = String(min(max(instant, .distantPast), last).description.dropLast()) + ".0000000Z"
    }
}
