/// The attributes of an element that is not among the many.
struct AttributeList {
    private var values: [String: String] = [:]

    /// Takes the attributes of the present element.
    ///
    /// - Throws: ``PackageError`` with `unexpectedStructure` where one is missing, or there that must not be.
    init(
        _ cursor: borrowing XMLCursor, required: [String], optional: [String] = []
    ) throws(PackageError) {
        var found: [String: String] = [:]
        try cursor.attributes { name, value throws(PackageError) in
            let name = String(name)
            guard required.contains(name) || optional.contains(name) else { return false }
            found[name] = String(value)
            return true
        }
        values = found
        if let missing = required.first(where: { found[$0] == nil }) {
            throw cursor.error(
                .unexpectedStructure, found: "\(cursor.shownName) without \(missing)",
                expected: "the attribute \(missing)")
        }
    }

    /// The value of an attribute that is required.
    subscript(name: String) -> String { values[name] ?? "" }

    /// The value of an attribute, where it is there.
    func value(_ name: String) -> String? { values[name] }

    /// A logical name: lower-case letters, digits and underscores, 1 to 128 of them.
    func name(_ name: String, _ cursor: borrowing XMLCursor, mayBeEmpty: Bool = false) throws(PackageError) -> String {
        let text = self[name]
        let isName = text.utf8.allSatisfy { byte in
            byte &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "_")
        }
        guard isName, text.utf8.count <= 128, mayBeEmpty || !text.isEmpty else {
            throw error(name, cursor, expected: "a logical name in lower case")
        }
        return text
    }

    /// A whole number of 0 or more.
    func integer(_ name: String, _ cursor: borrowing XMLCursor) throws(PackageError) -> Int {
        guard let number = Int(self[name]), number >= 0, String(number) == self[name] else {
            throw error(name, cursor, expected: "a whole number")
        }
        return number
    }

    /// `true` or `false`; false where the attribute is not there.
    func boolean(_ name: String, _ cursor: borrowing XMLCursor) throws(PackageError) -> Bool {
        switch values[name] {
        case nil, "false": return false
        case "true": return true
        default: throw error(name, cursor, expected: "true or false")
        }
    }

    /// An error about the value of an attribute.
    func error(_ name: String, _ cursor: borrowing XMLCursor, expected: String) -> PackageError {
        cursor.error(.unexpectedStructure, found: "\(name)=\(self[name].quotedForMessage)", expected: expected)
    }
}
