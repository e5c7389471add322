import RenewalCore
import RenewalTestSupport
import Testing

extension World {
    /// A connection that came to be in that state by life, and its group.
    func connection(in state: ConnectionState) async throws -> (id: ConnectionID, group: GroupID) {
        let (group, members) = try await group(of: 1)
        let id = try await connection(to: group)
        switch state {
        case .current: break
        case .stale, .expired:
            advance(days: 155)
            try await members[0].checkIn()
            if state == .expired { advance(days: 45) }
        case .broken: try await coordinator.deleteGroup(group, by: Self.alice)
        }
        #expect(try await self.state(id) == state)
        return (id, group)
    }
}
