import Testing

struct SwiftTextTests {
    @Test(
        "code and prose are told apart",
        arguments: [
            ("let a = 1 // why!", "let a = 1        ", "          // why!"),
            ("f(\"x! \\(y! + \"z!\") w!\")", "f(\"   \\(y! + \"  \")   \")", "   x!         z!   w!  "),
            ("#\"a\\(b!)\"# + c!", "#\"      \"# + c!", "  a\\(b!)       "),
            ("/* a /* b! */ c! */d", "                   d", "/* a /* b! */ c! */ "),
            ("\"\\\"!\" + `a b`", "\"   \" + `a b`", " \\\"!    `a b`"),
            ("\"\"\"\n a \"!\" \n\"\"\"!", "\"\"\"\n       \n\"\"\"!", "   \n a \"!\" \n    "),
        ])
    func parts(source: String, code: String, prose: String) {
        let text = SwiftText(source)
        #expect(text.code.joined(separator: "\n") == code)
        #expect(text.prose.joined(separator: "\n") == prose)
    }
}
