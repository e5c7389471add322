import RenewalKit
import Testing

struct WindowsCredentialsTests {
    @Test(arguments: [
        ("CONTOSO\\robot", "p\u{E4}ssw\u{F6}rd"), ("", ""),
        ("robot@contoso.example", String(repeating: "x", count: 300)),
        ("a", "line\nfeed and \0"), ("\u{1F916}", "\u{1F511}"), (String(repeating: "u", count: 15), ""),
        (String(repeating: "u", count: 16), ""),
    ])
    func `credentials read back, in a multiple of 64 bytes`(userName: String, password: String) throws {
        let credentials = WindowsCredentials(userName: userName, password: password)
        let encoded = credentials.encoded()
        #expect(encoded.bytes.count.isMultiple(of: 64))
        #expect(try WindowsCredentials(decoding: encoded) == credentials)
    }

    @Test func `the length tells the password's length to 64 bytes only`() {
        let lengths = (0...200).map {
            WindowsCredentials(userName: "CONTOSO\\robot", password: String(repeating: "x", count: $0)).encoded().bytes
                .count
        }
        #expect(Set(lengths).sorted() == [64, 128, 192, 256, 320])
    }

    @Test func `each other form is malformed`() throws {
        let good = WindowsCredentials(userName: "user", password: "word").encoded().bytes
        // Domain at 0 to 37, then 4 + 4 bytes of user name and of password, then 4 + 7 of padding.
        #expect(good.count == 64 && good[56] == 7)
        var cases: [[UInt8]] = [[], Array(good.dropLast()), good + [0], good + [UInt8](repeating: 0, count: 64)]
        // Every bit of domain, lengths and padding; a letter may change, as the encoding is not what authenticates it.
        let letters = Set(Array(41..<45) + Array(49..<53))
        cases += good.indices.filter { !letters.contains($0) }.map { good.flipping($0) }
        cases += letters.map { good.flipping($0, mask: 0x80) }
        cases.append(Array(good.prefix(53)) + [0, 0, 0, 71] + [UInt8](repeating: 0, count: 71))
        for bytes in cases {
            let refused = refusal { _ = try WindowsCredentials(decoding: SecretBytes(bytes)) }
            #expect(refused?.hasPrefix("malformed") == true, "\(Hex.text(bytes))")
        }
    }

    @Test func `credentials and errors about them show nothing (Rule Z1)`() throws {
        let credentials = WindowsCredentials(userName: "CONTOSO\\robot", password: "hunter2")
        var dumped = ""
        dump(credentials, to: &dumped)
        let texts = ["\(credentials)", String(reflecting: credentials), dumped, "\([credentials])"]
        for text in texts { #expect(!text.contains("hunter2") && !text.contains("robot")) }
        var bytes = credentials.encoded().bytes
        bytes[bytes.count - 1] = 1
        let error = try #require(throws: RenewalError.self) { try WindowsCredentials(decoding: SecretBytes(bytes)) }
        #expect(!"\(error) \(error.details)".contains("hunter2"))
    }
}
