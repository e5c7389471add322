import RenewalKit

/// Prints what became of every group and machine.
func printTables(_ world: World) async throws {
    let groups = try await world.coordinator.groups().groups.sorted { $0.name < $1.name }
    print(
        "\n\(pad("group", 23))  \(pad("phase", 10))  \(pad("gen", 4))  \(pad("issued", 20))  \(pad("expires", 20))  next"
    )
    for group in groups {
        let current = group.phase.current
        print(
            "\(pad(group.name.description, 23))  \(pad(group.phase.kind.rawValue, 10))  "
                + "\(pad(current?.generation.description ?? "-", 4))  "
                + "\(pad(current.map { "\($0.createdAt)" } ?? "-", 20))  "
                + "\(pad(current.map { "\($0.expiry)" } ?? "-", 20))  \(group.wakesAt.map { "\($0)" } ?? "-")")
    }
    print("\n\(pad("group", 23))  \(pad("machine", 12))  \(pad("agent", 15))  \(pad("gen", 4))  status")
    for group in groups {
        for (machine, status) in try await world.coordinator.machines(of: group.id).sorted(by: {
            $0.machine.name < $1.machine.name
        }) {
            print(
                "\(pad(group.name.description, 23))  \(pad(machine.name.description, 12))  "
                    + "\(pad(machine.agentVersion?.description ?? "-", 15))  "
                    + "\(pad(machine.membership?.generation.description ?? "-", 4))  \(MachineState(status))")
        }
    }
}
