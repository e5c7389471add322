import RenewalKit

extension VectorTable {
    /// What comes before the header, and the length of the whole.
    static let frames: [Vector] =
        [refused("empty", "nothing", [])]
        + samples.enumerated().map { index, sample in
            refused(
                "tooLong", "\(sample.name): \(index + 1) bytes too long", sample.bytes,
                padding: 65_695 + index + 1 - sample.bytes.count)
        }
        + [
            refused("wrongMagic", "first byte changed", credential.bytes.flipping(0)),
            refused("wrongMagic", "magic in lower case", Array("rksv".utf8) + package.bytes.dropFirst(4)),
            refused("wrongMagic", "three bytes", Array("RKS".utf8)),
            refused("wrongMagic", "one byte", [0x52]),
            refused("wrongMagic", "magic reversed", Array("VSKR".utf8) + delivery.bytes.dropFirst(4)),
            refused("wrongMagic", "a zero before it", [0] + delivery.bytes),
            refused("wrongMagic", "the text form as bytes", Array(SealedValue(credential.bytes).text.utf8)),
            refused("wrongMagic", "zeros", zeros(200)),
        ]
        + (4..<8).map { refused("truncatedPreamble", "credential: \($0) bytes", Array(credential.bytes.prefix($0))) }
        + [refused("truncatedPreamble", "package: 7 bytes", Array(package.bytes.prefix(7)))]
        + each("formatZero", "format 0") { replacing($0, 4, 0) }
        + each("formatTooNew", "format 2") { replacing($0, 4, 2) }
        + [refused("formatTooNew", "format 255", replacing(credential, 4, 255))]
        + [0, 4, 255].map { refused("unknownKind", "kind \($0)", replacing(credential, 5, $0)) }
        + [0, 3, 255].map { refused("unknownSuite", "suite \($0)", replacing(delivery, 7, $0)) }
        + [refused("unknownSuite", "suite 1, little endian", replacing(credential, 6, 1).flipping(7))]
        + [
            refused("suiteNotForKind", "credential in the suite of packages", replacing(credential, 7, 2)),
            refused("suiteNotForKind", "package in the suite of credentials", replacing(package, 7, 1)),
            refused("suiteNotForKind", "delivery in the suite of packages", replacing(delivery, 7, 2)),
            refused("suiteNotForKind", "credential called a package", replacing(credential, 5, 2)),
        ]

    /// The header.
    static let headers: [Vector] =
        each("truncatedHeader", "no header") { Array($0.bytes.prefix(8)) }
        + each("truncatedHeader", "header without its last byte") { Array($0.bytes.prefix($0.headerEnd - 1)) }
        + [
            refused("zeroRevision", "revision 0", credential.setting(0, at: 32).bytes),
            refused(
                "zeroRevision", "revision 0 and generation 0", credential.setting(0, at: 32).setting(0, at: 40).bytes),
            refused("zeroRevision", "revision 0 and no key", Array(credential.setting(0, at: 32).bytes.prefix(88))),
            refused("zeroGeneration", "credential: generation 0", credential.setting(0, at: 40).bytes),
            refused("zeroGeneration", "package: generation 0", package.setting(0, at: 16).bytes),
            refused("zeroGeneration", "delivery: generation 0", delivery.setting(0, at: 16).bytes),
            refused("deliveryOfFirstGeneration", "delivery of generation 1", delivery.setting(1, at: 16).bytes),
            refused(
                "deliveryOfFirstGeneration", "delivery of generation 1 to itself",
                toItself.setting(1, at: 16).bytes),
            refused(
                "deliveryOfFirstGeneration", "delivery of generation 1 without a key",
                Array(delivery.setting(1, at: 16).bytes.prefix(96))),
            refused("deliveryToItself", "delivery to itself", toItself.bytes),
            refused("deliveryToItself", "delivery of generation 2 to itself", toItself.setting(2, at: 16).bytes),
            refused("deliveryToItself", "delivery to itself without a key", Array(toItself.bytes.prefix(96))),
        ]

    /// The encapsulated key.
    static let keys: [Vector] =
        each("truncatedKeyLength", "no key length") { Array($0.bytes.prefix($0.headerEnd)) }
        + each("truncatedKeyLength", "half a key length") { Array($0.bytes.prefix($0.headerEnd + 1)) }
        + each("wrongKeyLength", "no key") { $0.under([]).bytes }
        + each("wrongKeyLength", "key one byte short") { $0.under(Array($0.key.dropLast())).bytes }
        + each("wrongKeyLength", "key one byte long") { $0.under($0.key + [0]).bytes }
        + [refused("wrongKeyLength", "a compressed point", credential.under([2] + credential.key[1..<33]).bytes)]
        + each("truncatedKey", "ends before the key") { Array($0.bytes.prefix($0.headerEnd + 2)) }
        + each("truncatedKey", "key without its last byte") { Array($0.bytes.prefix($0.keyEnd - 1)) }
        + [0, 2, 3, 5, 6, 7].map { first in
            refused(
                "keyNotUncompressed", "point of form \(first)", delivery.under([first] + delivery.key.dropFirst()).bytes
            )
        }
        + [
            refused(
                "keyNotOnCurve", "last bit of the point changed", credential.under(credential.key.flipping(64)).bytes),
            refused("keyNotOnCurve", "the point 0, 0", delivery.under([4] + zeros(64)).bytes),
            refused(
                "keyNotOnCurve", "coordinates beyond the prime",
                delivery.under([4] + [UInt8](repeating: 0xFF, count: 64)).bytes),
            refused("keyNotOnCurve", "coordinates swapped", credential.under(swapped(credential.key)).bytes),
            refused("keyNotCanonical", "0 as the prime", package.under(nearPrime(0xED)).bytes),
            refused("keyNotCanonical", "1 as the prime and 1", package.under(nearPrime(0xEE)).bytes),
            refused("keyNotCanonical", "all bits set", package.under([UInt8](repeating: 0xFF, count: 32)).bytes),
            refused("keyNotCanonical", "highest bit set", package.under(package.key.flipping(31, mask: 0x80)).bytes),
            refused("keyOfLowOrder", "0", package.under(zeros(32)).bytes),
            refused("keyOfLowOrder", "1", package.under([1] + zeros(31)).bytes),
            refused("keyOfLowOrder", "-1", package.under(nearPrime(0xEC)).bytes),
        ]
        + orderEight.enumerated().map { index, key in
            refused("keyOfLowOrder", "order 8, number \(index + 1)", package.under(key).bytes)
        }

    /// The ciphertext and the end.
    static let ciphertexts: [Vector] =
        each("truncatedCiphertextLength", "no ciphertext length") { Array($0.bytes.prefix($0.keyEnd)) }
        + each("truncatedCiphertextLength", "three bytes of it") { Array($0.bytes.prefix($0.keyEnd + 3)) }
        + each("ciphertextTooShort", "no ciphertext") { $0.carrying(0).bytes }
        + each("ciphertextTooShort", "a tag alone") { $0.carrying(16).bytes }
        + each("ciphertextTooLong", "65,537 bytes") { Array($0.bytes.prefix($0.keyEnd)) + [0, 1, 0, 1] }
        + each("ciphertextTooLong", "4 GiB") { Array($0.bytes.prefix($0.keyEnd)) + [255, 255, 255, 255] }
        + each("truncatedCiphertext", "ends before the ciphertext") { Array($0.bytes.prefix($0.keyEnd + 4)) }
        + each("truncatedCiphertext", "without its last byte") { $0.bytes.dropLast() }
        + each("trailingBytes", "one byte more") { $0.bytes + [0] }
        + each("trailingBytes", "the value twice") { $0.bytes + $0.bytes }

    private static let toItself: SealedSample = {
        var sample = delivery
        sample.header.replaceSubrange(56..<88, with: sample.header[24..<56])
        return sample
    }()

    /// The two points of order 8, little endian (the list is Bernstein's, https://cr.yp.to/ecdh.html#validate).
    private static let orderEight = [
        Hex.bytes("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        Hex.bytes("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    ]

    private static func replacing(_ sample: SealedSample, _ index: Int, _ byte: UInt8) -> [UInt8] {
        var bytes = sample.bytes
        bytes[index] = byte
        return bytes
    }

    private static func swapped(_ point: [UInt8]) -> [UInt8] { [4] + point[33...] + point[1..<33] }
}
