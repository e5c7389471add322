import Foundation
import RenewalCore
import RenewalTestSupport
import Testing

@testable import RenewalDataverse

/// The project's own made-up fleet, `Examples/Fleet`.
struct OwnFleetTests {
    static let folder = "\(SharedFolder.repository)/Examples/Fleet/Responses"

    @Test("The example of the module's first page prints it")
    func example() throws {
        try printFleet(in: Self.folder, at: Instant(of: "2026-11-23T00:00:00Z"))
    }

    @Test("It shows every phase as of 2026-11-23, without a warning")
    func phases() throws {
        let export = try WebAPIExport(contentsOf: Self.folder)
        let fleet = FleetSummary(export, at: try Instant(of: "2026-11-23T00:00:00Z"))
        #expect(export.warnings.isEmpty)
        #expect(fleet.machines.count == 40)
        let phases = fleet.groups.map { "\($0.name ?? "") \($0.phase.name)" }
        #expect(
            phases == [
                "L'atelier d'été unknown", "R&D \"pilot\" 🚀 renewing", "Rechnungsprüfung Zürich stable",
                "Reserve empty",
                "Лаборатория expired", "帳票 <nightly> renewing",
            ])
        let windows = fleet.groups.compactMap(\.window)
        #expect(
            windows.map { "\($0.start?.description ?? "null") \($0.end)" } == [
                "2026-11-09T14:05:00Z 2026-12-24T14:05:00Z", "2026-10-16T06:30:00Z 2026-12-15T06:30:00Z",
            ])
        // Before the issue all that did not miss an earlier renewal must come, after it those that are not updated.
        #expect(fleet.mustComeOnline(in: fleet.groups[5].id).count == 8)
        #expect(fleet.mustComeOnline(in: fleet.groups[1].id).count == 5)
        #expect(fleet.mustComeOnline(in: fleet.groups[2].id).isEmpty)
    }

    @Test("Agents reach from 2.9 to 10.0, and some rows name none")
    func versions() throws {
        let machines = try WebAPIExport(contentsOf: Self.folder).machines
        let versions = machines.compactMap { MachineFacts($0).agentVersion }
        #expect(versions.min() == (try AgentVersion("2.9.1.21119")))
        #expect(versions.max() == (try AgentVersion("10.0")))
        #expect(machines.contains { $0["agentversion"] == .null })
        #expect(machines.contains { $0["agentversion"] == nil })
    }

    @Test("Every group and machine of it is one of the model's")
    func model() throws {
        let export = try WebAPIExport(contentsOf: Self.folder)
        #expect(try export.groups.map { try MachineGroup($0) }.count == 6)
        #expect(try export.machines.map { try Machine($0) }.count == 40)
    }

    @Test("Its generator writes these very files", .enabled(if: Python.isAvailable, "python3 is absent"))
    func generator() throws {
        let copy = try TemporaryFolder()
        let script = "\(SharedFolder.repository)/Examples/Fleet/generate.py"
        _ = try Python.run(
            """
            import runpy, sys
            main = runpy.run_path(sys.argv[1])["main"]
            main.__globals__["HERE"] = sys.argv[2]
            main()
            """, [script, copy.path])
        let names = try FileManager.default.contentsOfDirectory(atPath: copy.path).sorted()
        #expect(names == (try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()))
        for name in names {
            let (made, checkedIn) = ("\(copy.path)/\(name)", "\(Self.folder)/\(name)")
            #expect(FileManager.default.contentsEqual(atPath: made, andPath: checkedIn), "\(name)")
        }
    }
}
