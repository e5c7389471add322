import RenewalFileStore
import RenewalKit

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Opens the world, lets it live to its end, and shows what became of it.
func run(_ options: Options) async throws {
    let folder = try options.store.map(StoreFolder.init)
    let journal = try options.journal(after: folder?.journal)
    let home: any Home = try folder.map { try FileHome($0, journal) } ?? MemoryHome()
    let fleet = try journal.fleet.map { try Fleet(folder: $0, at: journal.start) }
    if let folder { tell(journal, in: folder.path) }
    if journal.position == 0 { fleet?.show(at: journal.start) }
    let world = try await World(journal, in: home)
    if !journal.isFinished {
        let groups = try await fleet?.enter(world, at: journal.start) ?? []
        try await Story(world: world).tell()
        for group in groups { try await group.check(world) }
    }
    try await printTables(world)
    try await verify(world)
    if !journal.isFinished { try world.finish() }
    printEnd(world)
}

/// Says how far the story in the folder is.
func tell(_ journal: Journal, in folder: String) {
    if journal.isFinished {
        print("The story in \(folder) is at its end.")
    } else if journal.position > 0 {
        print("The story in \(folder) was interrupted at \(journal.now), in operation \(journal.position).")
    } else {
        print("The story is kept in \(folder); interrupt it, run it again, and it goes on.")
    }
}

/// Checks the store, rows and histories; what is wrong with it counts like anything else that went wrong.
func verify(_ world: World) async throws {
    guard let (rows, faults) = try await world.home.verify() else { return }
    world.journal.faults += faults.map { "the store: \($0)" }
    print("\nstore \(faults.isEmpty ? "verified" : "NOT verified"): \(rows) rows, \(faults.count) faults")
}

func printEnd(_ world: World) {
    let journal = world.journal
    print(
        "\n\(journal.lines) lines, \(journal.checkIns) check-ins; \(journal.daysJumped) days on which nothing was due "
            + "were jumped over, each with its regular check-ins.")
    print("The present of the story is \(journal.now).")
    if !journal.faults.isEmpty {
        print("\n\(journal.faults.count) things went other than the rules say:")
        for fault in journal.faults { print("  \(fault)") }
        exit(1)
    }
    print("Everything went as the rules say.")
}

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.contains("--help") || arguments.contains("-h") {
    print(usage)
    exit(0)
}
do {
    try await run(Options(arguments))
} catch let stop as Stop {
    print(stop)
    exit(stop.code)
} catch let error as FileStoreError {
    print("FleetLifecycle failed: \(error)")
    exit(Stop.code(of: error))
} catch {
    print("FleetLifecycle failed: \(error)")
    exit(1)
}
