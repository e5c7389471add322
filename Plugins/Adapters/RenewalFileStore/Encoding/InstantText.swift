import RenewalCore

/// Instants as the columns hold them: `2026-11-23T04:00:00Z`, which sorts as time does.
///
/// The model's ``/RenewalCore/Instant/distantFuture`` is the one instant outside of the years 1 to 9999 that rows hold;
/// it is written `Y10000-01-01T00:00:00Z`, as ISO 8601-2 writes such years, and sorts last.
enum InstantText {
    private static let future = "Y10000-01-01T00:00:00Z"

    /// Whether a column can hold the instant.
    static func canHold(_ instant: Instant) -> Bool { instant >= .distantPast && instant <= .distantFuture }

    /// How long the text of an instant of the years 1 to 9999 is.
    static let length = 20

    /// The text of an instant that a column can hold; the nearest such instant's for any other.
    static func text(_ instant: Instant) -> String {
        if instant >= .distantFuture { return future }
        return String(unsafeUninitializedCapacity: length) { text in
            write(instant, to: UnsafeMutableRawBufferPointer(text))
            return length
        }
    }

    /// Writes the text of an instant before ``/RenewalCore/Instant/distantFuture``; the first one's for any before that.
    static func write(_ instant: Instant, to text: UnsafeMutableRawBufferPointer) {
        let instant = max(instant, .distantPast)
        let seconds = instant.secondsSince1970
        let date = instant.civilDate
        let second = Int(((seconds % 86_400) + 86_400) % 86_400)
        let year = Int(date.year)
        func put(_ value: Int, at offset: Int) {
            text[offset] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10)
            text[offset + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10)
        }
        put(year / 100, at: 0)
        put(year % 100, at: 2)
        put(Int(date.month), at: 5)
        put(Int(date.day), at: 8)
        put(second / 3_600, at: 11)
        put(second / 60 % 60, at: 14)
        put(second % 60, at: 17)
        (text[4], text[7], text[10]) = (UInt8(ascii: "-"), UInt8(ascii: "-"), UInt8(ascii: "T"))
        (text[13], text[16], text[19]) = (UInt8(ascii: ":"), UInt8(ascii: ":"), UInt8(ascii: "Z"))
    }

    /// Reads what ``text(_:)`` writes; `nil` for anything else.
    static func instant(_ text: UnsafeRawBufferPointer) -> Instant? {
        if text.count == 20 { return Instant(utf8: text) }
        return text.elementsEqual(future.utf8) ? .distantFuture : nil
    }
}
