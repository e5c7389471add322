extension Rows {
    /// Every row of a store but the history, all of one instant.
    init(everythingIn storage: some Storage) async throws {
        self = try await storage.withSnapshot { snapshot in
            var rows = Rows()
            var last: GroupID?
            repeat {
                let page = try await snapshot.read([.groups(after: last, limit: 1_000)]).groups
                for group in page {
                    try Task.checkCancellation()
                    rows.append(try await Rows(of: group, in: snapshot))
                }
                last = page.count == 1_000 ? page.last?.id : nil
            } while last != nil
            return rows
        }
    }

    /// The rows of one group.
    init(of group: MachineGroup, in snapshot: any StorageSnapshot) async throws {
        self.init(
            groups: [group], certificates: try await snapshot.read([.certificates(group.id, after: nil)]).certificates)
        var lastMachine: MachineID?
        repeat {
            let page = try await snapshot.read([.machines(group.id, after: lastMachine, limit: 1_000)]).machines
            machines += page
            lastMachine = page.count == 1_000 ? page.last?.id : nil
        } while lastMachine != nil
        var lastConnection: ConnectionID?
        repeat {
            let page = try await snapshot.read([.connections(group.id, after: lastConnection, limit: 1_000)])
                .connections
            connections += page
            lastConnection = page.count == 1_000 ? page.last?.id : nil
        } while lastConnection != nil
    }

    mutating func append(_ other: Rows) {
        groups += other.groups
        machines += other.machines
        connections += other.connections
        certificates += other.certificates
    }
}
