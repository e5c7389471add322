import FoundationEssentials
import RenewalKit

let usage = """
    usage: FleetLifecycle [--fleet FOLDER] [--at INSTANT] [--years N] [--store PATH]

    Lets machine groups live for years on a virtual clock, with real keys. Prints each event on one line with its
    date and rule, and ends with a table.

      --fleet FOLDER  first show the groups in these Dataverse Web API responses, then let them live on too
      --at INSTANT    the present, such as 2026-11-23T04:00:00Z or 2026-11-23 (default)
      --years N       how long they live: 2 to 100 (default 10); what happens to them happens in the first two
      --store PATH    keep rows, keys and the story so far in this folder, which is made where it is not there; without
                      it everything is in memory. Interrupt it at any point and run it again with the same PATH: it
                      goes on from there to the same end.

    Exits with 0 when everything went as the rules say, 1 when it did not, 64 for wrong options, 65 when PATH is not what
    it should be, 74 when it can not be read or written, 75 while another process has it.

    Example: FleetLifecycle --fleet Examples/Fleet/Responses --at 2026-11-23 --store fleet
    """

/// What the command line says.
struct Options {
    var fleet: String?
    var at: Instant?
    var years: Int?
    var store: String?

    static let defaultPresent = Instant(secondsSince1970: 1_795_392_000)  // 2026-11-23

    /// - Throws: ``Stop`` that says what is wrong with the arguments.
    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
            guard let name = parts.first, ["--fleet", "--at", "--years", "--store"].contains(name) else {
                throw Stop.usage("unknown option \(option)\n\n\(usage)")
            }
            guard let value = parts.count == 2 ? parts[1] : rest.popFirst(), !value.isEmpty else {
                throw Stop.usage("\(name) needs a value\n\n\(usage)")
            }
            switch name {
            case "--fleet": fleet = Self.absolute(value)
            case "--store": store = Self.absolute(value)
            case "--years":
                guard let years = Int(value), (2...100).contains(years) else {
                    throw Stop.usage("--years takes a number from 2 to 100, not \(value)")
                }
                self.years = years
            default:
                guard let instant = Instant(value) else {
                    throw Stop.usage("--at takes an instant such as 2026-11-23T04:00:00Z, not \(value)")
                }
                at = instant
            }
        }
    }

    /// The journal to begin with, or the one before, which the options must not contradict.
    func journal(after earlier: Journal?) throws -> Journal {
        guard let earlier else {
            return Journal(
                start: at ?? Self.defaultPresent, years: years ?? 10, fleet: fleet, seed: .random(in: 0 ... .max))
        }
        if let at, at != earlier.start {
            throw Stop.usage("--at is \(at), and this store was begun at \(earlier.start); leave --at out")
        }
        if let years, years != earlier.years {
            throw Stop.usage("--years is \(years), and this store was begun with \(earlier.years); leave --years out")
        }
        if let fleet, fleet != earlier.fleet {
            throw Stop.usage(
                "--fleet is \(fleet), and this store was begun with \(earlier.fleet ?? "none"); leave --fleet out")
        }
        return earlier
    }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
    }
}
