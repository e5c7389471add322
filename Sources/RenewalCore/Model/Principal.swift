/// Who did something: recorded in the history and beside each change that an app authorises (Rule Z7).
public enum Principal: Hashable, Sendable {
    /// A person or program that the embedding app has authorised, by the name it goes by there.
    case app(String)
    /// A machine, by a request it signed.
    case machine(MachineID)
    /// A coordinator, of its own accord: a sweep, a closing, an expiry.
    case coordinator
}

extension Principal: LosslessStringConvertible {
    /// As `app:alice`, `machine:<id>` or `coordinator`.
    public var description: String {
        switch self {
        case .app(let name): "app:\(name)"
        case .machine(let id): "machine:\(id)"
        case .coordinator: "coordinator"
        }
    }

    /// Reads what `description` writes.
    public init?(_ description: String) {
        if description == "coordinator" {
            self = .coordinator
        } else if description.hasPrefix("app:") {
            self = .app(String(description.dropFirst(4)))
        } else if description.hasPrefix("machine:"), let id = MachineID(String(description.dropFirst(8))) {
            self = .machine(id)
        } else {
            return nil
        }
    }
}
