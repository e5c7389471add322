import FoundationEssentials
public import RenewalCore

extension Value {
    /// A published value (Rule N1) as a value of that column; `nil` for null and the empty text, which Dataverse does not
    /// tell apart, for a value that is withheld, and for whoever is no user of the platform where the column refers to
    /// one.
    public init?(_ value: ColumnValue, as column: Column) {
        switch (value, column.type) {
        case (.null, _), (.text(""), _), (.withheld, _): return nil
        case (.integer(let number), _): self = .integer(Int64(number))
        case (.instant(let instant), _): self = .instant(instant)
        case (.text(let text), .lookup(["systemuser"])):
            guard let id = Self.user(text) else { return nil }
            self = .lookup(Lookup(table: "systemuser", id: id))
        case (.text(let text), .lookup(let targets)):
            guard let id = UUID(uuidString: text) else { return nil }
            self = .lookup(Lookup(table: targets.count == 1 ? targets[0] : nil, id: id))
        case (.text(let text), .guid):
            guard let id = UUID(uuidString: text) else { return nil }
            self = .guid(id)
        case (.text(let text), _): self = .text(text)
        }
    }

    /// The id of a user of the platform, where that is who did it.
    private static func user(_ principal: String) -> UUID? {
        guard case .app(let name) = Principal(principal) else { return nil }
        return UUID(uuidString: name)
    }
}
