import RenewalKit

let clock = ManualClock(at: Instant(secondsSince1970: 1_795_406_400))  // 2026-11-23T04:00:00Z
let coordinator = RenewalCoordinator.inMemory(clock: clock)
let group = try await coordinator.createGroup(named: "Finance", by: .app("alice"))

let password = try Password(chosen: "correct horse battery")
let machine = MachineAgent.inMemory(service: coordinator, clock: clock)
print(
    try await machine.join(
        group, name: Name("PC-1"), password: password, founding: coordinator.founding(by: .app("alice"))))

let start = try await coordinator.group(group).wakesAt ?? clock.now()
clock.advance(by: .seconds(start.seconds(since: clock.now())))
print("the renewal starts at \(start):", try await machine.checkIn().events.map(\.description).joined(separator: ", "))
