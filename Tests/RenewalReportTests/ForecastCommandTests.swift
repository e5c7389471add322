import Foundation
import RenewalTestSupport
import Testing

/// `forecast` on rows of which no keys are known.
struct ForecastCommandTests {
    static let fleet = ["forecast", "--from", Repository.fleet, "--at", "2026-11-23"]

    struct Event: Decodable {
        var instant: String
        var event: String
        var groupname: String
        var machinename: String?
        var reason: String?
    }

    static func events(_ arguments: [String]) throws -> [Event] {
        let output = try Tool.run(fleet + ["--format", "json"] + arguments)
        #expect(output.status == 0, "\(output.errors)")
        return try JSONDecoder().decode([Event].self, from: Data(output.text.utf8))
    }

    @Test func `the table is the golden one, and what can not be forecast is said`() throws {
        let output = try Tool.run(Self.fleet)
        #expect(output.status == 0)
        #expect(output.errors == "renewal-report: no forecast for group L'atelier d'été: no certificate is known\n")
        try Golden.expect(output.text, is: "forecast.txt")
    }

    @Test func `an overlap closes at its deadline, and machines that are too old miss it`() throws {
        let events = try Self.events(["--group", #"R&D "pilot" 🚀"#])
        let close = try #require(events.first { $0.event == "renewalCloses" })
        #expect(close.instant == "2026-12-24T14:05:00Z")
        #expect(!events.contains { $0.event == "renewalOpens" }, "it is open")
        let missed = events.filter { $0.event == "machineMissed" }
        #expect(missed.map(\.machinename) == ["機-27"] && missed.map(\.reason) == ["agentTooOld"])
        #expect(events.filter { $0.event == "machineUpdated" }.count == 4)
    }

    @Test func `a machine that is offline until the deadline misses it`() throws {
        let away = ["--offline", "WKS-30=2026-11-01/2027-06-01"]
        let events = try Self.events(["--group", #"R&D "pilot" 🚀"#] + away)
        let missed = events.filter { $0.event == "machineMissed" }
        #expect(Set(missed.map(\.machinename)) == ["機-27", "WKS-30"])
        #expect(missed.first { $0.machinename == "WKS-30" }?.reason == "notSeen")
    }

    @Test func `a shorter validity opens a renewal at once`() throws {
        let group = ["--group", "Rechnungsprüfung Zürich", "--until", "2027-06-01"]
        #expect(try Self.events(group).isEmpty)
        let events = try Self.events(group + ["--validity", "525600", "--grace", "64800"])
        let opening = try #require(events.first)
        #expect(opening.event == "renewalOpens" && opening.reason == "policyChange")
        #expect(opening.instant == "2026-11-23T00:00:00Z")
    }

    /// A machine waits for a new key long after C + G: the renewal was opened early, and nobody has issued (Rules I2, S5).
    @Test func `a renewal whose beginning is not known is issued by the first machine that connects`() throws {
        let folder = try TemporaryFolder()
        let group = "35bc0000-0000-4000-8000-000000000001"
        try folder.write(
            """
            {"@odata.context": "x#flowmachinegroups", "value": [{"flowmachinegroupid": "\(group)", "name": "Early",
              "keycreationdate": "2025-01-01T00:00:00Z"}]}
            """, to: "groups.json")
        let machines = (1...2).map { number in
            """
            {"flowmachineid": "35bc0000-0000-4000-8000-00000000001\(number)", "name": "PC-\(number)",
              "_flowmachinegroupid_value": "\(group)", "keydeliverystatus": 2, "agentversion": "2.60.1.0",
              "lastheartbeatdate": "2026-11-22T12:00:00Z"}
            """
        }
        try folder.write(
            #"{"@odata.context": "x#flowmachines", "value": [\#(machines.joined(separator: ","))]}"#,
            to: "machines.json")
        let source = ["--from", folder.path, "--at", "2026-11-23"]
        let output = try Tool.run(["forecast", "--format", "json"] + source)
        #expect(output.status == 0, "\(output.errors)")
        let events = try JSONDecoder().decode([Event].self, from: Data(output.text.utf8))
        #expect(events.map(\.event) == ["certificateIssued", "machineUpdated", "renewalCloses"])
        #expect(events.dropLast().allSatisfy { $0.instant < "2026-11-25" })
        let (issued, closes) = (
            try Date(events[0].instant, strategy: .iso8601), try Date(events[2].instant, strategy: .iso8601)
        )
        #expect(closes.timeIntervalSince(issued) == 262_800 * 60, "it closes G after the new certificate, before E")
        let timeline = try Tool.run(["timeline", "--format", "text"] + source)
        #expect(timeline.status == 0, "\(timeline.errors)")
        #expect(timeline.text.contains("━│▓"), "the window is drawn from today: \(timeline.text)")
    }

    @Test(
        "wrong usage is 64",
        arguments: [
            (["--validity", "5"], "keyvalidityperiod"), (["--validity", "many"], "--validity"),
            (["--offline", "PC-7"], "MACHINE=FROM/TO"),
            (["--offline", "PC-7=2027-01-01/2026-01-01"], "FROM before TO"),
            (["--offline", "Nobody=2026-12-01/2027-01-01"], "no machine has the name or id \"Nobody\""),
            (["--until", "soon"], "--until"), (["--until", "2026-11-23"], "--until: expected an instant after"),
        ])
    func usage(arguments: [String], says: String) throws {
        let output = try Tool.run(Self.fleet + arguments)
        #expect(output.status == 64, "\(output.errors)")
        #expect(output.errors.contains(says), "\(output.errors)")
    }

    /// Two groups with a machine each; the rows of the first one's group end with these columns.
    private static func fleet(_ columns: String, in folder: TemporaryFolder) throws -> [String] {
        let group = { (digit: String, columns: String) in
            #"{"flowmachinegroupid":"00000000-0000-4000-8000-0000000000a\#(digit)","name":"G\#(digit)",\#(columns)}"#
        }
        let good = #""keycreationdate":"2026-11-01T00:00:00Z","keyvalidityperiod":525600,"keyexpirygraceperiod":64800"#
        try folder.write(
            #"{"@odata.context":"x#flowmachinegroups","value":[\#(group("1", columns)),\#(group("2", good))]}"#,
            to: "groups.json")
        let machines = ["1", "2"].map { digit in
            #"{"flowmachineid":"00000000-0000-4000-8000-0000000000b\#(digit)","agentversion":"2.60","#
                + #""_flowmachinegroupid_value":"00000000-0000-4000-8000-0000000000a\#(digit)"}"#
        }
        try folder.write(
            #"{"@odata.context":"x#flowmachines","value":[\#(machines.joined(separator: ","))]}"#, to: "machines.json")
        return ["forecast", "--from", folder.path, "--at", "2026-11-23", "--format", "csv"]
    }

    @Test func `a group that can not be played is named, and does not take the others with it`() throws {
        let folder = try TemporaryFolder()
        // The first instant that the platform has for "none".
        let source = try Self.fleet(
            #""keycreationdate":"0001-01-01T00:00:00Z","keyvalidityperiod":2147483647,"keyexpirygraceperiod":64800"#,
            in: folder)
        let output = try Tool.run(source)
        #expect(output.status == 0, "\(output.errors)")
        #expect(output.errors.contains("no forecast") && output.errors.contains("G1"), "\(output.errors)")
        #expect(output.text.contains(",certificateIssued,") && output.text.contains(",G2,"), "\(output.text)")
        let early = try Self.fleet(
            #""keycreationdate":"0001-01-01T00:00:00Z","keyvalidityperiod":525600,"keyexpirygraceperiod":64800"#,
            in: folder)
        let second = try Tool.run(early)
        #expect(second.status == 0 && second.text.contains(",G2,") && !second.text.contains(",G1,"))
    }

    @Test func `a group of periods that the rules do not allow is forecast with ones that they do`() throws {
        let folder = try TemporaryFolder()
        let source = try Self.fleet(
            #""keycreationdate":"2026-11-01T00:00:00Z","keyvalidityperiod":525600,"keyexpirygraceperiod":300000"#,
            in: folder)
        let asItIs = try Tool.run(source)
        #expect(asItIs.errors.contains("no forecast for group G1: keyexpirygraceperiod is 300000 minutes"))
        #expect(asItIs.text.contains(",G2,") && !asItIs.text.contains(",G1,"))
        let tried = try Tool.run(source + ["--validity", "525600", "--grace", "64800"])
        #expect(!tried.errors.contains("no forecast"), "\(tried.errors)")
        let events = { (name: String) in
            tried.text.split(separator: "\r\n").filter { $0.contains(",\(name),") }.map {
                $0.split(separator: ",", omittingEmptySubsequences: false)[1]
            }
        }
        #expect(events("G1").contains("certificateIssued") && events("G1") == events("G2"))
    }

    @Test("a package's future is that of the store it was made from", arguments: [false, true])
    func package(isOneAway: Bool) async throws {
        let folder = try TemporaryFolder()
        let (store, package) = (folder.file("store.sqlite"), folder.file("fleet.zip"))
        try await StoreFile.makeIdle(at: store, versions: ["2.60", "2.41.178", "2.9", "2.50"])
        let export = try Tool.run(["export", "--from", store, "--to", package, "--at", "2026-01-02"])
        #expect(export.status == 0, "\(export.errors)")
        let machines = try Tool.run(["machines", "--from", store, "--at", "2026-01-02", "--format", "csv"]).text
        let last = try #require(machines.split(separator: "\r\n").last?.split(separator: ",").first)
        let offline = isOneAway ? ["--offline", "\(last)=2026-03-01/2027-12-01"] : []
        let futures = try [store, package].map { source in
            let future = ["forecast", "--from", source, "--at", "2026-01-02", "--until", "2027-11-01"]
            return try Tool.run(future + offline + ["--format", "csv"])
        }
        let events = futures[0].text.split(separator: "\r\n").map { $0.split(separator: ",")[1] }
        #expect(Set(events).isSuperset(of: ["renewalOpens", "certificateIssued", "machineUpdated", "renewalCloses"]))
        #expect(events.contains("machineMissed"))
        #expect(futures[1].text == futures[0].text, "\(futures.map(\.text))")
    }

    @Test func `a name that several machines have is 64, and their ids are said`() throws {
        let folder = try TemporaryFolder()
        let ids = (1...4).map { "00000000-0000-4000-8000-0000000000b\($0)" }
        let rows = ids.map { #"{"flowmachineid":"\#($0)","name":"PC-7"}"# }.joined(separator: ",")
        try folder.write(#"{"@odata.context":"x#flowmachines","value":[\#(rows)]}"#, to: "machines.json")
        let away = "=2026-12-01/2027-01-01"
        let output = try Tool.run(["forecast", "--from", folder.path, "--offline", "PC-7" + away])
        #expect(output.status == 64 && output.text == "")
        let first = ids.prefix(3).joined(separator: ", ")
        #expect(output.errors.contains("4 machines are named \"PC-7\"; give an id: \(first) …"), "\(output.errors)")
        let named = try Tool.run(["forecast", "--from", folder.path, "--offline", ids[3] + away])
        #expect(named.status == 0, "\(named.errors)")
        // An id is one machine's, also where another has it for a name.
        try folder.write(
            #"{"@odata.context":"x#flowmachines","value":[\#(rows.replacing("PC-7", with: ids[3]))]}"#,
            to: "machines.json")
        #expect(try Tool.run(["forecast", "--from", folder.path, "--offline", ids[3] + away]).status == 0)
    }
}
