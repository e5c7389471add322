import RenewalFileStore
import RenewalKit
import RenewalReporting
import RenewalXML

/// Imports a package into a store, and prints what an admin asks of it.
struct Reporter {
    let package: String
    let store: String
    let now: Instant

    func report() async throws {
        try await importPackage()
        // What `renewal-report --from store.sqlite` does: reports are values, and renderers write them.
        let fleet = try await Fleet.read(from: store, at: now)
        for note in fleet.notes { print(note) }
        try show("Groups", .groups(fleet))
        try show("Who needs somebody", .machines(fleet).filtered(by: "verdict in ('missed','atRisk')"))
        let shorter = ForecastRequest(validityMinutes: 525_600, graceMinutes: 129_600)
        let forecast = try await fleet.forecast(shorter)
        let turns = "event in ('renewalOpens','certificateIssued','renewalCloses','groupExpires')"
        try show("With a validity of 365 days and a grace period of 90", forecast.report.filtered(by: turns))
        for note in forecast.notes { print(note) }
        print("\n\(Check(fleet).line)")
    }

    /// What a package does not hold, keys and credentials, can not come over: machines have to rejoin (Rule I1).
    private func importPackage() async throws {
        let storage = try FileStore(path: store)
        let importing = PackageImport(at: now, by: .app("alice"), crypto: StandardCrypto())
        let report = try await importing.run(DataPackage(contentsOf: package), into: storage)
        print("imported: \(report.counts[.new]) rows are new, \(report.counts[.refused]) refused")
        for entry in report.entries where entry.outcome == .refused { print("  \(entry)") }
        let found = try await storage.verify(crypto: StandardCrypto())
        print("the store is \(found.faults.isEmpty ? "verified" : "NOT verified: \(found.faults)")")
    }

    private func show(_ heading: String, _ report: Report) throws {
        let style = TableStyle(width: Terminal.width, hasColour: Terminal.hasColour, time: TimeText(now: now))
        print("\n\(heading)\n")
        print(try ReportOutput.text { try TableRenderer.render(report, style: style, to: $0) }, terminator: "")
    }
}
