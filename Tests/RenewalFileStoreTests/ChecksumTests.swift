import Foundation
import Testing

@testable import RenewalFileStore

/// The checksum of rows: XXH64 as others compute it, chained as the documentation says.
struct ChecksumTests {
    // From the reference implementation: `xxhsum -H1`, and its sanity checks for seed and length.
    @Test(arguments: [
        ("", UInt64(0), UInt64(0xef46_db37_51d8_e999)), ("a", 0, 0xd24e_c4f1_a98c_6e5b),
        ("abc", 0, 0x44bc_2cf5_ad77_0999),
        ("Nobody inspects the spammish repetition", 0, 0xfbce_a83c_8a37_8bf1),
        ("", 0x9e37_79b1, 0xac75_fda2_929b_17ef),
    ])
    func `the hash is that of the reference implementation`(text: String, seed: UInt64, expected: UInt64) {
        #expect(Array(text.utf8).withUnsafeBytes { XXHash64.hash($0, seed: seed) } == expected)
    }

    @Test(arguments: [0, 1, 0x0123_4567_89ab_cdef, .max] as [UInt64], [0, 7, .max] as [UInt64])
    func `the hash of a word is that of its eight bytes, and of none that of no byte`(word: UInt64, seed: UInt64) {
        #expect(
            XXHash64.hash(word, seed: seed)
                == withUnsafeBytes(of: word.littleEndian) { XXHash64.hash($0, seed: seed) })
        #expect(
            XXHash64.hash(nil, seed: seed)
                == XXHash64.hash(UnsafeRawBufferPointer(start: nil, count: 0), seed: seed))
    }

    @Test(arguments: [1, 3, 4, 7, 8, 9, 31, 32, 33, 63, 64, 65, 200])
    func `each flipped bit of a value changes the hash`(count: Int) {
        var bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
        let whole = bytes.withUnsafeBytes { XXHash64.hash($0, seed: 7) }
        for bit in 0..<(8 * count) {
            bytes[bit / 8] ^= 1 << (bit % 8)
            #expect(bytes.withUnsafeBytes { XXHash64.hash($0, seed: 7) } != whole, "bit \(bit) of \(count) bytes")
            bytes[bit / 8] ^= 1 << (bit % 8)
        }
    }

    @Test func `the same bytes of another type, in another column or another table give another checksum`() {
        func checksum(_ table: StoreTable, _ add: (inout RowChecksum) -> Void) -> Int64 {
            var checksum = RowChecksum(table: table)
            add(&checksum)
            return checksum.value
        }
        func bytes(_ text: String, _ add: (UnsafeRawBufferPointer) -> Void) {
            Array(text.utf8).withUnsafeBytes { add($0) }
        }
        let values = [
            checksum(.group) { _ in }, checksum(.machine) { _ in },
            checksum(.group) { $0.addNull() },
            checksum(.group) { sum in bytes("") { sum.add(text: $0) } },
            checksum(.group) { sum in bytes("") { sum.add(blob: $0) } },
            checksum(.group) { $0.add(0) }, checksum(.group) { $0.add(1) },
            checksum(.group) { sum in bytes("ab") { sum.add(text: $0) } },
            checksum(.group) { sum in bytes("ab") { sum.add(blob: $0) } },
            checksum(.group) { sum in
                bytes("a") { sum.add(text: $0) }
                bytes("b") { sum.add(text: $0) }
            },
            checksum(.group) { sum in
                bytes("ab") { sum.add(text: $0) }
                bytes("") { sum.add(text: $0) }
            },
            checksum(.group) { sum in
                bytes("") { sum.add(text: $0) }
                bytes("ab") { sum.add(text: $0) }
            },
        ]
        #expect(Set(values).count == values.count)
    }
}
