import FoundationEssentials
import RenewalCore

/// Writes one line for each event: to a file, a pipe, a log.
struct LineNotifier: Notifier {
    /// Takes a line, and returns when it can not be lost any more. A throw says that it was not written.
    let write: @Sendable (String) async throws -> Void

    func notify(_ event: RenewalEvent) async throws {
        try await write(Self.line(for: event))
    }

    /// The event's id comes first, so that a reader leaves out what it has seen.
    static func line(for event: RenewalEvent) -> String {
        let start = "\(event.id.uuidString) \(event.at)"
        switch event.content {
        case .change(let change):
            let columns = change.columns.map { "\($0.column): \(text($0.old)) -> \(text($0.new))" }
            return ([start, change.table.rawValue, change.change.rawValue, change.row] + columns).joined(separator: " ")
        case .clockSuspect(let suspicion):
            return "\(start) clock \(suspicion.cause.rawValue) shows \(suspicion.clock), kept is \(suspicion.kept)"
        case .issuerUnable(let issuer):
            return "\(start) group \(issuer.group) waits for machine \(issuer.machine): \(issuer.fault.rawValue)"
        }
    }

    /// Text comes from people and may hold line ends: it is escaped, so that an event stays one line.
    private static func text(_ value: ColumnValue) -> String {
        switch value {
        case .null: "null"
        case .integer(let number): "\(number)"
        case .text(let text): "\"\(text.unicodeScalars.map { $0.escaped(asASCII: false) }.joined())\""
        case .instant(let instant): "\(instant)"
        case .withheld: "withheld"
        }
    }
}
