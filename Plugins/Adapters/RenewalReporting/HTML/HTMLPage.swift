import RenewalCore
import RenewalDataverse

/// Writes one page that holds everything: summary, timeline and tables. It needs no network and no script to be read,
/// and is valid XML.
public enum HTMLPage {
    /// Tables show at most so many machines; the rest is in the command's tables.
    static let mostMachines = 5_000
    /// Pictures show at most so many groups, the most urgent first.
    static let mostLanes = 150

    /// Writes the page.
    ///
    /// - Throws: what the output throws.
    public static func render(_ fleet: Fleet, time: TimeText, to output: ReportOutput) throws {
        try output.write("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\">\n")
        try output.write(head(time))
        try output.write("<body>\n")
        var markup = Markup()
        markup.element("header") { markup in
            markup.element("h1", text: "Certificate renewals")
            let source = "\(fleet.source.description), as of \(time.minuteWithZone(fleet.now))"
            markup.element("p", ["class": "muted"], text: source)
        }
        markup.element("main") { markup in
            HTMLSummary(fleet, time).write(&markup)
            HTMLTimeline(fleet, time).write(&markup)
        }
        // The tables follow inside of main, row by row.
        try output.write(String(markup.text.dropLast("</main>\n".count)))
        for section in sections(fleet) { try HTMLTable(section, time).write(to: output) }
        try output.write(
            "</main>\n<footer><p class=\"muted\">Times are in \(time.zone.name(at: fleet.now).escapedForXML). ")
        try output.write(
            "The next certificate is an estimate: the next renewal starts when a machine is online.</p></footer>\n")
        try output.write("<script>\n\(HTMLScript.text)</script>\n</body>\n</html>\n")
    }

    private static func head(_ time: TimeText) -> String {
        """
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"/>
        <title>Certificate renewals, \(time.date(time.now))</title>
        <style>
        \(HTMLStyle.text)</style>
        </head>

        """
    }

    private static func sections(_ fleet: Fleet) -> [HTMLTable.Section] {
        var sections = [
            HTMLTable.Section(
                id: "groups", title: "Groups", report: .groups(fleet), note: nil,
                empty: "The source holds no groups.")
        ]
        let all = Report.machines(fleet)
        var machines = all
        var note: String?
        if all.rows.count > mostMachines {
            machines.rows = all.rows.choosing(
                Array(
                    all.rows.indices.lazy.filter { all.rows[$0].urgencies.values.contains { $0 > .good } }
                        .prefix(mostMachines)))
            note =
                "\(all.noun.counted(all.rows.count)) in all; here are the first \(machines.rows.count) that need somebody."
        }
        sections.append(
            HTMLTable.Section(
                id: "machines", title: "Machines", report: machines, note: note, empty: "There are no machines."))
        if fleet.holdsConnections {
            sections.append(
                HTMLTable.Section(
                    id: "connections", title: "Connections", report: .connections(fleet), note: nil,
                    empty: "There are no connections."))
        }
        return sections
    }
}
