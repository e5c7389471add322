/// XXH64, as its specification says (Yann Collet, "xxHash fast digest algorithm", version 0.1.1): 64 bits that any
/// flipped bit changes, but with a chance of 1 in 2^64. No defence against somebody who wants to deceive.
enum XXHash64 {
    private static let prime1: UInt64 = 0x9e37_79b1_85eb_ca87
    private static let prime2: UInt64 = 0xc2b2_ae3d_27d4_eb4f
    private static let prime3: UInt64 = 0x1656_67b1_9e37_79f9
    private static let prime4: UInt64 = 0x85eb_ca77_c2b2_ae63
    private static let prime5: UInt64 = 0x27d4_eb2f_1656_67c5

    /// The hash of the bytes.
    static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        var position = 0
        var hash = seed &+ prime5
        if bytes.count >= 32 { hash = hashStripes(bytes, seed: seed, position: &position) }
        hash &+= UInt64(bytes.count)
        while position + 8 <= bytes.count {
            hash = rotated(hash ^ round(0, load64(bytes, position)), 27) &* prime1 &+ prime4
            position += 8
        }
        if position + 4 <= bytes.count {
            hash = rotated(hash ^ (load32(bytes, position) &* prime1), 23) &* prime2 &+ prime3
            position += 4
        }
        while position < bytes.count {
            hash = rotated(hash ^ (UInt64(bytes[position]) &* prime5), 11) &* prime1
            position += 1
        }
        return mixed(hash)
    }

    /// The hash of a word's eight bytes, least first, or of none for no word: most columns.
    static func hash(_ word: UInt64?, seed: UInt64) -> UInt64 {
        guard let word else { return mixed(seed &+ prime5) }
        return mixed(rotated((seed &+ prime5 &+ 8) ^ round(0, word), 27) &* prime1 &+ prime4)
    }

    private static func mixed(_ hash: UInt64) -> UInt64 {
        var hash = (hash ^ (hash >> 33)) &* prime2
        hash = (hash ^ (hash >> 29)) &* prime3
        return hash ^ (hash >> 32)
    }

    private static func hashStripes(_ bytes: UnsafeRawBufferPointer, seed: UInt64, position: inout Int) -> UInt64 {
        var first = seed &+ prime1 &+ prime2
        var second = seed &+ prime2
        var third = seed
        var fourth = seed &- prime1
        while position + 32 <= bytes.count {
            first = round(first, load64(bytes, position))
            second = round(second, load64(bytes, position + 8))
            third = round(third, load64(bytes, position + 16))
            fourth = round(fourth, load64(bytes, position + 24))
            position += 32
        }
        var hash = rotated(first, 1) &+ rotated(second, 7) &+ rotated(third, 12) &+ rotated(fourth, 18)
        for lane in [first, second, third, fourth] { hash = (hash ^ round(0, lane)) &* prime1 &+ prime4 }
        return hash
    }

    private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
        rotated(lane &+ input &* prime2, 31) &* prime1
    }

    private static func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 { value << bits | value >> (64 - bits) }

    private static func load64(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    private static func load32(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }
}
