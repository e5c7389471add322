import FoundationEssentials
import RenewalCore

extension RowDecoder {
    /// The value of the column at that position; the reader then stands behind it.
    mutating func value(
        of token: JSONToken, in position: Int, _ reader: inout JSONReader
    ) throws(ReadFault) -> Value {
        if case .null = token { return .null }
        let column = table.columns[position]
        guard let value = decoded(token, as: column, reader), accepts(value, in: column) else {
            throw invalid(token, in: position, reader)
        }
        return value
    }

    private mutating func accepts(_ value: Value, in column: Column) -> Bool {
        guard case .string(_, .agentVersion) = column.type, case .text(let version) = value else {
            return column.accepts(value) || column.reports(value)
        }
        // Many machines have few versions: each is checked once.
        if versions.contains(version) { return true }
        guard column.accepts(value) else { return false }
        versions.insert(version)
        return true
    }

    private mutating func decoded(_ token: JSONToken, as column: Column, _ reader: JSONReader) -> Value? {
        switch (column.type, token) {
        case (.string, .string(let text)), (.memo, .string(let text)):
            return column.isSecret ? .secret(SecretText(reader.string(text))) : .text(reader.string(text))
        case (.image, .string(let text)): return .text(reader.string(text))
        case (.integer, .number(let number)), (.bigInteger, .number(let number)), (.choice, .number(let number)),
            (.state, .number(let number)), (.status, .number(let number)):
            return reader.integer(number).map { .integer($0) }
        case (.decimal, .number(let number)), (.money, .number(let number)): return .decimal(reader.string(number))
        case (.boolean, .boolean(let value)): return .boolean(value)
        case (.dateTime(let behavior), .string(let text)) where !text.hasEscapes:
            return behavior.instant(fromUTF8: reader.slice(text), dates: &dates).map { .instant($0) }
        case (.guid, .string(let text)) where !text.hasEscapes:
            return UUID(utf8: reader.slice(text)).map { .guid($0) }
        case (.choices, .string(let text)): return numbers(reader.string(text)).map { .choices($0) }
        default: return nil
        }
    }

    /// The id that a lookup refers to.
    func guid(of token: JSONToken, in position: Int, _ reader: JSONReader) throws(ReadFault) -> UUID {
        guard case .string(let text) = token, !text.hasEscapes, let id = UUID(utf8: reader.slice(text)) else {
            throw invalid(token, in: position, reader)
        }
        return id
    }

    /// The table that a lookup refers to; `nil` for null.
    func target(of token: JSONToken, in position: Int, _ reader: JSONReader) throws(ReadFault) -> String? {
        if case .null = token { return nil }
        let targets = table.columns[position].type.targets
        guard case .string(let text) = token else { throw invalid(token, in: position, reader) }
        if !text.hasEscapes, let known = targets.first(where: { $0.utf8.elementsEqual(reader.slice(text)) }) {
            return known
        }
        throw invalid(token, in: position, reader)
    }

    private func invalid(_ token: JSONToken, in position: Int, _ reader: JSONReader) -> ReadFault {
        let column = table.columns[position]
        return .row(
            RowFault(
                code: .invalidValue, offset: reader.tokenStart, column: column,
                found: column.isSecret ? "a value that is not shown" : reader.shownInMessage(token),
                expected: column.expectation))
    }

    /// Multiple choices come as text: `1,2`.
    private func numbers(_ text: String) -> [Int64]? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int64($0) }
        return numbers.count == parts.count ? numbers : nil
    }
}

extension JSONReader {
    /// The value of a token for a message, shortened and escaped.
    func shownInMessage(_ token: JSONToken) -> String {
        switch token {
        case .objectStart: "an object"
        case .arrayStart: "an array"
        case .string(let text): string(text).quotedForMessage
        case .number(let number): String(string(number).prefix(60))
        case .boolean(let value): String(value)
        case .null: "null"
        case .name(let name): names.text(of: name).quotedForMessage
        case .objectEnd, .arrayEnd, .end: bytes.shownInMessage(at: tokenStart)
        }
    }

    /// ``next()`` in terms of reading rows.
    mutating func step() throws(ReadFault) -> JSONToken {
        do { return try next() } catch { throw .json(error) }
    }

    /// ``skip(_:)`` in terms of reading rows.
    mutating func pass(_ token: JSONToken) throws(ReadFault) {
        do { try skip(token) } catch { throw .json(error) }
    }
}
