internal import Foundation
internal import RenewalWorkloads

/// Writes or reads one document with one library, in a process of its own; `Benchmarks/run` calls it.
///
/// `xml-libraries LIBRARY write|read MACHINES FOLDER` prints seconds and the most memory resident as JSON. What is read
/// is what `renewalkit write` left in the folder.
@main
struct XMLLibraries {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 4, let library = Library(rawValue: arguments[0]), let count = Int(arguments[2]) else {
            print("usage: xml-libraries renewalkit|xmlcoder|xmldocument write|read MACHINES FOLDER")
            throw ExitCode.usage
        }
        let folder = arguments[3]
        let started = ContinuousClock.now
        switch (library, arguments[1]) {
        case (.renewalkit, "write"): try MachinePackage.write(count, to: "\(folder)/package")
        case (.renewalkit, "read"): try check(MachinePackage.read("\(folder)/package"), count)
        case (.xmlcoder, "write"): try CodedDocument.write(count, to: "\(folder)/xmlcoder.xml")
        case (.xmlcoder, "read"): try check(CodedDocument.read("\(folder)/package/data.xml"), count)
        case (.xmldocument, "write"): try TreeDocument.write(count, to: "\(folder)/xmldocument.xml")
        case (.xmldocument, "read"): try check(TreeDocument.read("\(folder)/package/data.xml"), count)
        default: throw ExitCode.usage
        }
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        print(#"{"seconds": \#(seconds), "peakBytes": \#(MachinePackage.peakBytes)}"#)
    }

    /// Every library must come to the same machines.
    private static func check(_ seen: Int, _ expected: Int) throws {
        guard seen == expected else { throw ExitCode.wrongCount }
    }

    private enum Library: String { case renewalkit, xmlcoder, xmldocument }

    private enum ExitCode: Error { case usage, wrongCount }
}
