import FoundationEssentials
import RenewalCore

// The short way for values of the usual form. Whatever it does not take goes the long way, which knows every form and
// every error. The reader is passed in place, as a copy of it retains what it holds.
extension RowDecoder {
    /// The value, where it has the usual form; else `nil`.
    mutating func usualValue(of token: JSONToken, _ form: UsualForm, _ reader: inout JSONReader) -> Value? {
        switch token {
        case .null: return .null
        case .number(let number):
            guard let value = reader.integer(number), form.has(value) else { return nil }
            return .integer(value)
        case .string(let text) where !text.hasEscapes:
            switch form {
            case .text(let maximum) where text.end - text.start <= maximum: return .text(reader.string(text))
            case .version: return version(text, &reader)
            case .guid: return UUID(utf8: reader.slice(text)).map { .guid($0) }
            case .instant(let behavior):
                return behavior.instant(fromUTF8: reader.slice(text), dates: &dates).map { .instant($0) }
            default: return nil
            }
        default: return nil
        }
    }

    /// Whether the value has the usual form, so that its column can hold it.
    mutating func hasUsualForm(_ token: JSONToken, _ form: UsualForm, _ reader: inout JSONReader) -> Bool {
        if case .string(let text) = token, case .text(let maximum) = form {
            return !text.hasEscapes && text.end - text.start <= maximum
        }
        return usualValue(of: token, form, &reader) != nil
    }

    private mutating func version(_ text: JSONText, _ reader: inout JSONReader) -> Value? {
        if let known = recentVersions.value(of: text, reader.bytes) { return known }
        let version = reader.string(text)
        guard versions.contains(version) else { return nil }
        recentVersions.keep(.text(version), of: text)
        return .text(version)
    }
}
