extension JSONReader {
    /// Passes a number, the reader standing on its first byte, and checks its form.
    mutating func scanNumber() throws(JSONFault) -> JSONNumber {
        let start = position
        var isInteger = true
        _ = take("-")
        if take("0") {
            guard !nextIsDigit else { throw fault("no digit after a leading zero") }
        } else {
            try scanDigits()
        }
        if take(".") {
            isInteger = false
            try scanDigits()
        }
        if take("e") || take("E") {
            isInteger = false
            if !take("+") { _ = take("-") }
            try scanDigits()
        }
        return JSONNumber(start: start, end: position, isInteger: isInteger)
    }

    /// The number's digits as they were written.
    func string(_ number: JSONNumber) -> String {
        String(decoding: bytes[number.start..<number.end], as: UTF8.self)
    }

    /// The number's value; `nil` where it is written with a fraction or an exponent, or does not fit.
    func integer(_ number: JSONNumber) -> Int64? {
        guard number.isInteger else { return nil }
        let isNegative = bytes[number.start] == UInt8(ascii: "-")
        var value: Int64 = 0
        for byte in bytes[(number.start + (isNegative ? 1 : 0))..<number.end] {
            let digit = Int64(byte &- UInt8(ascii: "0"))
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, passes) =
                isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            if overflows || passes { return nil }
            value = sum
        }
        return value
    }

    private var nextIsDigit: Bool {
        position < bytes.count && UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position]
    }

    private mutating func scanDigits() throws(JSONFault) {
        guard nextIsDigit else { throw fault("a digit") }
        while nextIsDigit { position += 1 }
    }
}
