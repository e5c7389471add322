import Foundation
import RenewalTestSupport
import Testing

/// Timelines of more groups than the examples have, with machines that moved, and of groups without a name.
struct ManyLanesTests {
    /// So many groups with a machine each, of which the last ones are expired.
    static func fleet(_ count: Int, expired: Int = 0, in folder: TemporaryFolder) throws -> [String] {
        let id = { (kind: Int, number: Int) in
            "0000000\(kind)-0000-4000-8000-000000000\(number < 10 ? "00" : number < 100 ? "0" : "")\(number)"
        }
        let groups = (0..<count).map { number in
            #"{"flowmachinegroupid":"\#(id(1, number))","name":\#(number == 0 ? "null" : "\"Group \(number)\""),"#
                + #""statuscode":\#(number >= count - expired ? 4 : 1),"keyvalidityperiod":525600,"#
                + #""keyexpirygraceperiod":64800,"keycreationdate":"2026-11-01T00:00:00Z"}"#
        }
        let day = { (number: Int) in "2026-11-\(10 + number % 10) 12:00:00Z".replacing(" ", with: "T") }
        let machines = (0..<count).map { number in
            #"{"flowmachineid":"\#(id(2, number))","_flowmachinegroupid_value":"\#(id(1, number))","#
                + #""keyreceiveddate":"\#(day(number))"}"#
        }
        try folder.write(
            #"{"@odata.context":"x#flowmachinegroups","value":[\#(groups.joined(separator: ","))]}"#, to: "groups.json")
        try folder.write(
            #"{"@odata.context":"x#flowmachines","value":[\#(machines.joined(separator: ","))]}"#, to: "machines.json")
        return ["timeline", "--from", folder.path, "--at", "2026-11-23"]
    }

    @Test func `machines that moved are in the picture and in words, in every format`() throws {
        let folder = try TemporaryFolder()
        let source = try Self.fleet(2, in: folder)
        let text = try Tool.run(source, ["COLUMNS": "120"]).text
        #expect(text.contains("key received: 1 on 2026-11-11"), "\(text)")
        #expect(text.matches(of: #/•/#).count == 3, "a mark for each, and the legend's: \(text)")
        let svg = try Tool.run(source + ["--format", "svg"]).text
        let dots = svg.matches(of: #/<circle class="received" data-instant="([^"]+)" data-count="1" cx="([0-9.]+)"/#)
        #expect(dots.map { String($0.output.1) } == ["2026-11-10T12:00:00Z", "2026-11-11T12:00:00Z"])
        // Each at its place: a day is as wide as between the ends of the certificate.
        let bar = try #require(
            svg.firstMatch(of: #/<rect class="certificate stable" x="([0-9.]+)" y="[0-9.]+" width="([0-9.]+)"/#))
        let (left, width) = (try #require(Double(bar.output.1)), try #require(Double(bar.output.2)))
        for (dot, days) in zip(dots, [9.5, 10.5]) {
            let place = try #require(Double(dot.output.2))
            #expect(abs(place - (left + width * days / 365)) < 0.1)
        }
        #expect(svg.contains("Key received: 1 on 2026-11-11.") && svg.contains(">key received</text>"))
        let page = try Tool.run(source + ["--format", "html"]).text
        #expect(page.matches(of: #/Key received: 1 on 2026-11-10\./#).count == 3, "two pictures and the list")
    }

    @Test func `a group without a name goes by its id, which does not reach into the bars`() throws {
        let folder = try TemporaryFolder()
        let source = try Self.fleet(1, in: folder)
        let svg = try Tool.run(source + ["--format", "svg"]).text
        #expect(svg.contains(">00000001-0000-4000-8000…</text>"))
        try folder.write(
            try folder.text(of: "groups.json").replacing("\"name\":null", with: "\"name\":\"\""), to: "groups.json")
        #expect(try Tool.run(source + ["--format", "svg"]).text == svg, "an empty name is none")
    }

    @Test func `the page has a picture with an axis for every eight groups`() throws {
        let folder = try TemporaryFolder()
        let page = try Tool.run(try Self.fleet(17, in: folder) + ["--format", "html"]).text
        #expect(page.matches(of: #/<figure>/#).count == 3)
        #expect(page.matches(of: #/>today, 2026-11-23</#).count == 6, "wide and narrow")
        #expect(page.matches(of: #/<g class="lane"/#).count == 34)
        let ids = page.matches(of: #/ id="([^"]+)"/#).map { String($0.output.1) }
        #expect(Set(ids).count == ids.count)
    }

    @Test func `of too many groups the expired ones are shown before those that renew some day`() throws {
        let folder = try TemporaryFolder()
        let page = try Tool.run(try Self.fleet(170, expired: 10, in: folder) + ["--format", "html"]).text
        #expect(page.contains("170 groups in all; here are the 150 that matter most: expired ones, then"))
        #expect(page.matches(of: #/class="certificate expired"/#).count == 20, "wide and narrow")
        #expect(page.matches(of: #/<g class="lane"/#).count == 300)
    }
}
