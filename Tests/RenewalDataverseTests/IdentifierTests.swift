import FoundationEssentials
import Testing

@testable import RenewalDataverse

/// Ids as bytes: reading them, and finding those that come twice.
struct IdentifierTests {
    private static func read(_ bytes: [UInt8]) -> UUID? {
        bytes.withUnsafeBufferPointer { UUID(utf8: $0) }
    }

    @Test("An id is read in either case as Foundation reads it")
    func known() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            let id = UUID.made(&random)
            #expect(Self.read(Array(id.uuidString.utf8)) == id)
            #expect(Self.read(Array(id.uuidString.lowercased().utf8)) == id)
        }
    }

    @Test("Any byte that is no digit, or no dash where one belongs, makes it none", arguments: 0..<36)
    func wrongByte(position: Int) {
        let text = Array("5a38629f-da7f-4ae8-a66b-4898EBD65281".utf8)
        let isDash = [8, 13, 18, 23].contains(position)
        let digits = Set("0123456789abcdefABCDEF".utf8)
        for byte in UInt8.min...UInt8.max {
            var changed = text
            changed[position] = byte
            let isGood = isDash ? byte == UInt8(ascii: "-") : digits.contains(byte)
            #expect((Self.read(changed) != nil) == isGood, "byte \(byte)")
            if isGood { #expect(Self.read(changed) == UUID(uuidString: String(decoding: changed, as: UTF8.self))) }
        }
    }

    @Test("Nothing shorter or longer is one")
    func length() {
        let text = Array("5a38629f-da7f-4ae8-a66b-4898ebd65281".utf8)
        for count in 0..<36 { #expect(Self.read(Array(text.prefix(count))) == nil) }
        #expect(Self.read(text + [0x30]) == nil)
    }

    @Test("An id that comes twice is found among thousands, whatever the seed", arguments: [0, 1, UInt64.max])
    func repeated(seed: UInt64) {
        var random = SeededGenerator(seed: 7)
        var ids = RowIDs(seed: seed)
        var judge: Set<UUID> = []
        let zero = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        for index in 0..<20_000 {
            // Half are of a small range, as real ids made one after the other may be.
            let id = index % 2 == 0 ? UUID.made(&random) : UUID.made(0, UInt64.random(in: 0..<5_000, using: &random))
            let isNew = ids.insert(id)
            #expect(isNew == judge.insert(id).inserted)
        }
        let isNew = ids.insert(zero)
        #expect(isNew == judge.insert(zero).inserted)
        for id in judge.union([zero]) {
            let isNew = ids.insert(id)
            #expect(!isNew)
        }
    }
}

extension UUID {
    fileprivate static func made(_ random: inout SeededGenerator) -> UUID { made(random.next(), random.next()) }

    /// The id of these sixteen bytes.
    fileprivate static func made(_ first: UInt64, _ second: UInt64) -> UUID {
        var value: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &value) {
            $0.storeBytes(of: first.bigEndian, as: UInt64.self)
            $0.storeBytes(of: second.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return UUID(uuid: value)
    }
}
