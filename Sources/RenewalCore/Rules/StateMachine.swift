/// A state machine as a table: every transition that exists, written down once.
///
/// Decisions, documentation and generated tests all read the same table.
public struct StateMachine<State: Hashable & Sendable, Event: Hashable & Sendable>: Sendable {
    /// One row of the table.
    public struct Edge: Hashable, Sendable {
        /// The state before.
        public let from: State
        /// What happens.
        public let event: Event
        /// The state after.
        public let to: State
    }

    /// What it is the state of, for messages: `group`, `machine`, `connection`.
    public let subject: String
    /// The table.
    public let edges: [Edge]

    init(_ subject: String, _ table: [(State, Event, State)]) {
        self.subject = subject
        edges = table.map { Edge(from: $0.0, event: $0.1, to: $0.2) }
    }

    /// The state after the event.
    ///
    /// - Throws: ``RenewalError`` with `illegalTransition`, naming the state found and the states needed.
    public func next(_ state: State, _ event: Event) throws -> State {
        if let edge = edges.first(where: { $0.from == state && $0.event == event }) { return edge.to }
        let needed = edges.filter { $0.event == event }.map { "\($0.from)" }.joined(separator: ", ")
        throw RenewalError(
            .illegalTransition, "\(event) is not possible for a \(subject) that is \(state); it must be \(needed)",
            details: ["subject": subject, "event": "\(event)", "found": "\(state)", "needed": needed])
    }
}
