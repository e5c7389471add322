package import RenewalSimulation

/// What groups, machines and connections are called.
package struct TrialNames: Sendable {
    package var groups: [GroupID: Name] = [:]
    package var machines: [MachineID: Name] = [:]
    package var connections: [ConnectionID: Name] = [:]

    package init(_ fleet: TrialFleet) {
        for group in fleet.groups { groups[group.id] = group.name }
        for machine in fleet.machines { machines[machine.id] = machine.name }
        for case .enterCredentials(let id, _, let name) in fleet.before.map(\.action) { connections[id] = name }
    }
}
