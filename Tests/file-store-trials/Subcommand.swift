#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A trial that the command can run.
protocol Subcommand {
    static var name: String { get }
    /// Its options, as the usage shows them.
    static var usage: String { get }

    /// Runs it and prints what it did. Throws what must not happen.
    static func run(_ options: Options) async throws
}

/// The options of a call: `--name value`, each once.
struct Options {
    struct Wrong: Error {
        let text: String
    }

    private var values: [String: String] = [:]

    init(_ words: [String]) throws {
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--"), let value = rest.popFirst() else { throw Wrong(text: "\(word) has no value") }
            values[String(word.dropFirst(2))] = value
        }
    }

    /// Refuses an option that the usage does not name, but for `--in FOLDER`, which those take that make no files too.
    func check(against usage: String) throws {
        for name in values.keys where name != "in" && !usage.contains("--\(name) ") {
            throw Wrong(text: "there is no option --\(name)")
        }
    }

    func text(_ name: String) -> String? { values[name] }

    func number(_ name: String, default number: Int) throws -> Int {
        guard let text = values[name] else { return number }
        guard let number = Int(text) else { throw Wrong(text: "--\(name) \(text) is no number") }
        return number
    }
}

/// Ends the process.
func leave(_ status: Int32) -> Never { exit(status) }

/// Prints a line at once, also into a pipe.
func say(_ line: String) {
    print(line)
    fflush(nil)
}

/// Seconds since a moment, for a line of text.
func seconds(since start: ContinuousClock.Instant) -> String {
    let tenths = Int((ContinuousClock.now - start) / .milliseconds(100))
    return "\(tenths / 10).\(tenths % 10) s"
}
