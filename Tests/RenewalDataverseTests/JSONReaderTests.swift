import Testing

@testable import RenewalDataverse

struct JSONReaderTests {
    @Test(
        "What RFC 8259 allows is read",
        arguments: [
            ("0", "n0"), (" -0.0e+00\t", "n-0.0e+00"), ("12345678901234567890.5", "n12345678901234567890.5"),
            ("true", "t"), ("false", "f"), ("null", "z"), ("\"\"", "s"), ("[]", "[]"), ("{}", "{}"),
            ("[1, [2]]\r\n", "[n1,[n2,],]"), ("{\"a\": {\"a\": 1}, \"b\": []}", "{s61:{s61:n1,},s62:[],}"),
            ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "s225c2f080c0a0d09"), ("\"\\u00e9\\uD83D\\ude80\"", "sc3a9f09f9a80"),
            ("\"\\u0000\"", "s00"), ("\"é🚀\u{7F}\"", "sc3a9f09f9a807f"), ("{\"\": 1}", "{s:n1,}"),
            ("{\"\\u0061\": 1, \"b\": 2}", "{s61:n1,s62:n2,}"), ("[{\"a\":1},{\"a\":2}]", "[{s61:n1,},{s61:n2,},]"),
            // Names are expected in the order of the row before; others and other forms of them are read all the same.
            ("[{\"a\":1,\"b\":2},{\"a\":3,\"b\":4}]", "[{s61:n1,s62:n2,},{s61:n3,s62:n4,},]"),
            ("[{\"a\":1,\"b\":2},{\"b\":3,\"a\":4},{}]", "[{s61:n1,s62:n2,},{s62:n3,s61:n4,},{},]"),
            ("[{\"a\":1,\"b\":2},{\"a\":3,\"bc\":4}]", "[{s61:n1,s62:n2,},{s61:n3,s6263:n4,},]"),
            ("[{\"a\":1,\"bc\":2},{\"a\":3,\"b\":4}]", "[{s61:n1,s6263:n2,},{s61:n3,s62:n4,},]"),
            ("[{\"a\":1,\"b\":2},{\"a\":3,\"\\u0062\":4}]", "[{s61:n1,s62:n2,},{s61:n3,s62:n4,},]"),
            ("[{\"a\":{\"a\":1}},{\"a\":{\"a\":{\"a\":2}}}]", "[{s61:{s61:n1,},},{s61:{s61:{s61:n2,},},},]"),
        ])
    func accepted(text: String, outline: String) throws {
        #expect(try JSONOutline.outline(of: Array(text.utf8)) == outline)
    }

    @Test(
        "Anything else is refused at the byte that can not be there",
        arguments: [
            ("", 0, "a JSON value"), ("  ", 2, "a JSON value"), ("nul", 0, "a JSON value"), ("NaN", 0, "a JSON value"),
            ("01", 1, "no digit after a leading zero"), ("-", 1, "a digit"), ("1.", 2, "a digit"), ("1e", 2, "a digit"),
            (".5", 0, "a JSON value"), ("+1", 0, "a JSON value"), ("1 2", 2, "nothing after the JSON value"),
            ("[1", 2, "\",\" or \"]\""), ("[1,]", 3, "a JSON value"), ("[,1]", 1, "a JSON value"),
            ("[1 2]", 3, "\",\" or \"]\""), ("[1}", 2, "\",\" or \"]\""), ("]", 0, "a JSON value"),
            ("{\"a\"}", 4, "\":\""), ("{\"a\":}", 5, "a JSON value"), ("{\"a\":1,}", 7, "a name in quotation marks"),
            ("{a:1}", 1, "a name in quotation marks or \"}\""), ("{\"a\":1]", 6, "\",\" or \"}\""),
            ("\"a", 2, "a quotation mark that ends the string"),
            ("\"\\x\"", 2, "one of \" \\ / b f n r t u after a backslash"),
            ("\"\\u12g4\"", 5, "four hexadecimal digits"), ("\"\n\"", 1, "control characters in strings to be escaped"),
            ("\"\\ud800\"", 1, "surrogates in pairs, high before low"),
            ("\"\\ude00\\ud800\"", 1, "surrogates in pairs, high before low"),
            ("\"\\ud800\\u0041\"", 1, "surrogates in pairs, high before low"),
            ("{\"a\":1,\"a\":2}", 7, "each name once in an object"),
            ("{\"a\":1,\"b\":{\"a\":0},\"\\u0061\":2}", 19, "each name once in an object"),
            ("[{\"a\":1,\"b\":2},{\"a\":3,\"b\":4,\"a\":5}]", 28, "each name once in an object"),
            ("{\"a\":{\"b\":{\"b\":1}},\"c\":[{\"b\":1}],\"a\":2}", 33, "each name once in an object"),
            // The name that is expected is a"b, which must be written with a backslash.
            ("[{\"x\":1,\"a\\\"b\":2},{\"x\":3,\"a\"b\":4}]", 28, "\":\""),
            ("[{\"a\":1,\"b\":2},{\"a\":3,\"b", 24, "a quotation mark that ends the string"),
            ("'a'", 0, "a JSON value"), ("/* */ 1", 0, "a JSON value"), ("\u{FEFF}1", 0, "a JSON value"),
        ])
    func refused(text: String, offset: Int, expected: String) {
        let fault = #expect(throws: JSONFault.self) { try JSONOutline.outline(of: Array(text.utf8)) }
        #expect(fault?.offset == offset)
        #expect(fault?.expected == expected)
    }

    @Test(
        "Bytes that are no UTF-8 are refused in strings",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0xFF],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        for padding in 0..<9 {
            let text = [0x22] + [UInt8](repeating: 0x61, count: padding) + bytes + [0x22]
            let fault = #expect(throws: JSONFault.self) { try JSONOutline.outline(of: text) }
            #expect(fault?.offset == 1 + padding)
            #expect(fault?.expected == "valid UTF-8")
        }
    }

    @Test("Nesting is bounded, and deeper input is refused without a crash")
    func depth() throws {
        let nested = { (depth: Int) in [UInt8](repeating: 0x5B, count: depth) + [UInt8](repeating: 0x5D, count: depth) }
        _ = try JSONOutline.outline(of: nested(JSONReader.depthLimit))
        let fault = #expect(throws: JSONFault.self) { try JSONOutline.outline(of: nested(1_000_000)) }
        #expect(fault?.offset == JSONReader.depthLimit)
    }

    @Test("Different names are bounded")
    func names() throws {
        let object = { (count: Int) in
            Array("{\((0..<count).map { "\"n\($0)\":0" }.joined(separator: ","))}".utf8)
        }
        _ = try JSONOutline.outline(of: object(NameTable.limit))
        let fault = #expect(throws: JSONFault.self) { try JSONOutline.outline(of: object(NameTable.limit + 1)) }
        #expect(fault?.expected == "at most 16384 different names")
    }

    @Test(
        "Whole numbers are exact to the last of 64 bits, and no other number is one",
        arguments: [
            ("9223372036854775807", Int64.max), ("-9223372036854775808", .min), ("9223372036854775808", nil),
            ("-9223372036854775809", nil), ("99999999999999999999", nil), ("-0", 0), ("1.0", nil), ("1e2", nil),
        ] as [(String, Int64?)])
    func integers(text: String, value: Int64?) throws {
        try Array(text.utf8).withUnsafeBufferPointer { buffer in
            var reader = JSONReader(bytes: buffer)
            guard case .number(let number) = try reader.next() else {
                Issue.record("not a number")
                return
            }
            #expect(reader.integer(number) == value)
        }
    }

    @Test("Lines and columns count as editors do", arguments: [(0, 1, 1), (3, 1, 3), (5, 2, 1), (6, 2, 2)])
    func positions(offset: Int, line: Int, column: Int) {
        // "é" takes two bytes and one column.
        Array("aéb\ncd".utf8).withUnsafeBufferPointer { buffer in
            let position = DataverseError.TextPosition(offset: offset, in: buffer)
            #expect(position == DataverseError.TextPosition(line: line, column: column))
        }
    }
}
