import Foundation
import Testing

/// Outputs as they must be, in the folder Golden. With `RENEWAL_WRITE_GOLDEN=1` in the environment they are written anew,
/// to be read before they are committed.
enum Golden {
    static func expect(
        _ text: String, is name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = Repository.tests.appendingPathComponent("Golden").appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["RENEWAL_WRITE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        guard !text.utf8.elementsEqual(expected.utf8) else { return }
        let (found, golden) = (
            text.split(separator: "\n", omittingEmptySubsequences: false),
            expected.split(separator: "\n", omittingEmptySubsequences: false)
        )
        let line = zip(found, golden).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        let place = line ?? min(found.count, golden.count)
        Issue.record(
            """
            \(name), line \(place + 1)
            is:       \(place < found.count ? String(found[place]) : "nothing")
            expected: \(place < golden.count ? String(golden[place]) : "nothing")
            """, sourceLocation: sourceLocation)
    }
}
