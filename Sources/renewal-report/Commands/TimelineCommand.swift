import ArgumentParser
import RenewalReporting

struct TimelineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline",
        abstract: "Draws each group along time: certificate, window, deadline, next certificate, today.",
        discussion: """
            EXAMPLES
              renewal-report timeline --from fleet.zip
              renewal-report timeline --from fleet.zip --format html --output renewals.html
              renewal-report timeline --from a.zip --group Sales --format svg
            """)

    @OptionGroup var source: SourceOptions

    @Option(name: .long, help: "How to draw it; html is one page with everything in it.")
    var format = Format.text

    @OptionGroup var zone: ZoneOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, svg, html
    }

    func run() async throws {
        try zone.check()
        let fleet = try await source.fleet()
        let time = try zone.time(at: fleet.now)
        let destination = source.destination
        let style = TableStyle(for: destination, time: time)
        try destination.write { output in
            switch format {
            case .text: try TimelineText.render(Timeline(fleet), style: style, to: output)
            case .svg: try TimelineSVG.render(Timeline(fleet), time: time, to: output)
            case .html: try HTMLPage.render(fleet, time: time, to: output)
            }
        }
    }
}
