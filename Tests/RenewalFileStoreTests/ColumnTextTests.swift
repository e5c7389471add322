import Foundation
import RenewalCore
import RenewalTesting
import Testing

@testable import RenewalFileStore

/// The text forms of ids and fingerprints, which are read and written eight digits at a time.
struct ColumnTextTests {
    @Test func `every byte has its two digits, and no other two characters are digits`() {
        for byte in UInt32(0)...255 {
            let text = String(format: "%02x", byte) + "000000"
            let digits = text.utf8.withContiguousStorageIfAvailable { word($0) }
            #expect(HexDigits.digits(of: byte) == digits, "byte \(byte)")
            #expect(digits.flatMap(HexDigits.bytes) == byte, "byte \(byte)")
        }
        for character in UInt8.min...UInt8.max {
            let isDigit = "0123456789abcdef".utf8.contains(character)
            for position in 0..<8 {
                var text = [UInt8]("01234567".utf8)
                text[position] = character
                let bytes = text.withUnsafeBufferPointer { HexDigits.bytes(of: word($0)) }
                #expect((bytes != nil) == isDigit, "character \(character) at \(position)")
            }
        }
    }

    @Test func `an id is written as the core writes it, and read back`() throws {
        var any = ArbitraryRows(seed: 5)
        for _ in 0..<500 {
            let id = try any.machine(in: .numbered(1)).id
            var text = [UInt8](repeating: 0, count: ColumnText.idLength)
            text.withUnsafeMutableBytes { ColumnText.write(id.uuid, to: $0) }
            #expect(String(decoding: text, as: UTF8.self) == id.description)
            #expect(text.withUnsafeBytes { ColumnText.id($0, as: MachineID.self) } == id)
        }
    }

    @Test func `a fingerprint is written as the core writes it, and read back`() throws {
        for seed in UInt8.min...UInt8.max {
            let fingerprint = try #require(Fingerprint((0..<32).map { $0 &* 37 ^ seed }))
            var text = [UInt8](repeating: 0, count: ColumnText.fingerprintLength)
            text.withUnsafeMutableBytes { ColumnText.write(fingerprint, to: $0) }
            #expect(String(decoding: text, as: UTF8.self) == fingerprint.description)
            #expect(text.withUnsafeBytes { ColumnText.fingerprint($0) } == fingerprint)
        }
    }

    @Test func `any other character at any place, and any other length, is no id and no fingerprint`() {
        let id = Array("01234567-89ab-4cde-8f01-23456789abcd".utf8)
        let fingerprint = Array(String(repeating: "0123456789abcdef", count: 4).utf8)
        for replacement in Array("gAF-/:`@ ".utf8) + [0, 0x80, 0xff] {
            for place in id.indices where !(replacement == 0x2d && id[place] == 0x2d) {
                var text = id
                text[place] = replacement
                let found = text.withUnsafeBytes { ColumnText.id($0, as: MachineID.self) }
                #expect(found == nil, "\(replacement) at \(place)")
            }
            for place in fingerprint.indices {
                var text = fingerprint
                text[place] = replacement
                #expect(text.withUnsafeBytes { ColumnText.fingerprint($0) } == nil, "\(replacement) at \(place)")
            }
        }
        for text in [Array(id.dropLast()), id + [0x30], []] {
            #expect(text.withUnsafeBytes { ColumnText.id($0, as: MachineID.self) } == nil)
        }
        for text in [Array(fingerprint.dropLast()), fingerprint + [0x30], []] {
            #expect(text.withUnsafeBytes { ColumnText.fingerprint($0) } == nil)
        }
    }

    private func word(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawBufferPointer(text).loadUnaligned(as: UInt64.self))
    }
}
