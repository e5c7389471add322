@testable import RenewalFileStore
import Testing

struct SHA256Tests {
    @Test(
        "known digests (FIPS 180-4 examples; one million a's)",
        arguments: [
            ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        ])
    func known(text: String, count: Int, digest: String) {
        #expect(Self.hex(SHA256.digest(Array(repeatElement(Array(text.utf8), count: count).joined()))) == digest)
    }

    // The padding goes to another block from 56 bytes on. The digests are those of the command sha256sum.
    @Test(
        "messages of sevens around a block's end",
        arguments: [
            (55, "943cc61860776ca8"), (56, "849e6994b02d4606"), (63, "4267755c91adbe48"), (64, "6cfeeb3aa25d3f41"),
            (119, "62f7b490eef6978e"), (120, "96a7c72dd059118d"),
        ])
    func aroundBlocks(count: Int, start: String) {
        #expect(Self.hex(SHA256.digest([UInt8](repeating: 7, count: count))).hasPrefix(start))
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
