import Foundation
import RenewalKit
import Testing

struct TextTests {
    @Test func `the text of a sealed value is base64 as Foundation writes it, and reads back`() throws {
        var generator = SplitMix(seed: 64)
        for count in 1...200 {
            let value = SealedValue(generator.bytes(count))
            #expect(value.text == "rksv1:" + Data(value.bytes).base64EncodedString())
            #expect(try SealedValue(text: value.text) == value)
        }
    }

    // RFC 4648, section 10.
    @Test(arguments: [
        ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `the text is RFC 4648's`(bytes: String, text: String) throws {
        #expect(SealedValue(Array(bytes.utf8)).text == "rksv1:" + text)
        #expect(try SealedValue(text: "rksv1:" + text).bytes == Array(bytes.utf8))
    }

    @Test func `every value has one text: no other text of up to four characters reads as it`() throws {
        let digits = Array("AQgwBRhx/+=").map(String.init)
        var seen: [SealedValue: String] = [:]
        for first in digits {
            for second in digits {
                for third in digits {
                    for fourth in digits {
                        let text = "rksv1:" + first + second + third + fourth
                        guard let value = try? SealedValue(text: text) else { continue }
                        #expect(value.text == text)
                        #expect(seen.updateValue(text, forKey: value) == nil)
                    }
                }
            }
        }
        #expect(seen.count > 8_000)
    }
}
