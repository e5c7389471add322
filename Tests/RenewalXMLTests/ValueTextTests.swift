import FoundationEssentials
import Testing

@testable import RenewalXML

/// Reading values and bytes many at a time: the same as one at a time.
struct ValueTextTests {
    @Test func `a GUID is read as its digits say, and with any other byte not at all`() throws {
        let text = Array("0123abCD-4567-89EF-fedc-ba9876543210".utf8)
        let digits = Array("0123456789abcdefABCDEF".utf8)
        let id = try #require(UUID(uuidString: String(decoding: text, as: UTF8.self)))
        #expect(text.withUnsafeBufferPointer { ValueText.guid($0) } == id)
        var accepted = 0
        for place in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[place] = byte
                let isRight = text[place] == UInt8(ascii: "-") ? byte == text[place] : digits.contains(byte)
                let expected = isRight ? UUID(uuidString: String(decoding: changed, as: UTF8.self)) : nil
                let found = changed.withUnsafeBufferPointer { ValueText.guid($0) }
                if found != expected { Issue.record("byte \(byte) at \(place): \(String(describing: found))") }
                if found != nil { accepted += 1 }
            }
        }
        #expect(accepted == 32 * 22 + 4)
        for count in [0, 1, 35] {
            #expect(text.prefix(count).withUnsafeBufferPointer { ValueText.guid($0) } == nil)
        }
        #expect((text + [48]).withUnsafeBufferPointer { ValueText.guid($0) } == nil)
    }

    @Test(
        arguments: [
            "a", "é", "€", "😀", "\u{D7FF}", "\u{E000}", "\u{10FFFF}",
        ].map { Array($0.utf8) } + [
            [0], [0x80], [0xC1, 0x80], [0xC3], [0xC3, 0x28], [0xE0, 0x9F, 0x80], [0xED, 0xA0, 0x80],
            [0xF0, 0x8F, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xE2, 0x82], [0xE2, 0x82, 0], [0xFF],
        ])
    func `UTF-8 is checked alike wherever it stands and blocks end`(piece: [UInt8]) {
        let isText = String(validating: piece, as: UTF8.self) != nil && !piece.contains(0)
        for before in 0...70 {
            let bytes = [UInt8](repeating: 0x61, count: before) + piece + [UInt8](repeating: 0x62, count: 70)
            for split in [0, before, before + 1, before + 2, 64] where split < bytes.count {
                var check = UTF8Check()
                let first = bytes[..<split].withUnsafeBufferPointer { check.scan($0)?.fault }
                let fault = first ?? bytes[split...].withUnsafeBufferPointer { check.scan($0)?.fault }
                #expect((fault == nil) == isText, "\(piece) after \(before), split at \(split)")
                if piece == [0] { #expect(fault == .containsNUL) }
            }
        }
    }
}
