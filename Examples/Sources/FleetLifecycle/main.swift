import RenewalKit

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

let usage = """
    usage: FleetLifecycle [--fleet FOLDER] [--at INSTANT]

    Lets machine groups live for ten years on a virtual clock, in memory, with real keys. Prints each event on one line
    with its date and rule, and ends with a table. Exits with 1 if anything went other than the rules say.

      --fleet FOLDER  first show the groups in these Dataverse Web API responses, then let them live on too
      --at INSTANT    the present, such as 2026-11-23T04:00:00Z or 2026-11-23 (default)

    Example: FleetLifecycle --fleet Examples/Fleet/Responses --at 2026-11-23
    """

/// The options, or a message about what is wrong with them.
func readOptions(_ arguments: [String]) -> (fleet: String?, at: Instant, fault: String?) {
    var fleet: String?
    var at = Instant("2026-11-23") ?? Instant(secondsSince1970: 0)
    var rest = arguments[...]
    while let option = rest.popFirst() {
        let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
        guard ["--fleet", "--at"].contains(parts[0]) else { return (nil, at, "unknown option \(option)") }
        guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
            return (nil, at, "\(option) needs a value")
        }
        if parts[0] == "--fleet" {
            fleet = value
        } else if let instant = Instant(value) {
            at = instant
        } else {
            return (nil, at, "--at takes an instant such as 2026-11-23T04:00:00Z, not \(value)")
        }
    }
    return (fleet, at, nil)
}

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.contains("--help") || arguments.contains("-h") {
    print(usage)
    exit(0)
}
let options = readOptions(arguments)
if let fault = options.fault {
    print("\(fault)\n\n\(usage)")
    exit(64)
}
do {
    let world = World(at: options.at)
    var fleetGroups: [FleetGroup] = []
    if let folder = options.fleet {
        let fleet = try Fleet(folder: folder, at: options.at)
        fleet.show(at: options.at)
        fleetGroups = try await fleet.enter(world, at: options.at)
    }
    try await Story(world: world, start: options.at).tell()
    for group in fleetGroups { try await group.check(world) }
    try await printTables(world)
    print(
        "\n\(world.narrator.lines) lines, \(world.checkIns) check-ins; \(world.daysJumped) days on which nothing was due "
            + "were jumped over, each with its regular check-ins.")
    if !world.narrator.faults.isEmpty {
        print("\n\(world.narrator.faults.count) things went other than the rules say:")
        for fault in world.narrator.faults { print("  \(fault)") }
        exit(1)
    }
    print("Everything went as the rules say.")
} catch {
    print("FleetLifecycle failed: \(error)")
    exit(1)
}
