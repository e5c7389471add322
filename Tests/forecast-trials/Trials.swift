import ForecastTrialSupport
import Foundation

/// The trials that a command line asks for.
struct Trials: Sendable {
    /// Where fleets live, and who judges.
    enum Kind {
        case memory
        case real
        case judged
    }

    var kind: Kind
    var seeds: Range<UInt64>
    var needsAllSorts: Bool
    var fault: TrialFault?
    /// How many fleets live side by side.
    var jobs: Int
    /// Where the files of real fleets are.
    var folder: URL

    struct Unknown: Error { var fault: String }

    init(_ arguments: [String]) throws {
        let text = { (option: String) -> String? in
            guard let place = arguments.firstIndex(of: option), place + 1 < arguments.count else { return nil }
            return arguments[place + 1]
        }
        let number = { (option: String) in text(option).flatMap(UInt64.init) }
        kind = arguments.contains("--real") ? .real : arguments.contains("--judged") ? .judged : .memory
        let first = number("--seed") ?? 1
        seeds = first..<first + (number("--fleets") ?? 1)
        needsAllSorts = arguments.contains("--all-sorts")
        jobs = max(Int(number("--jobs") ?? UInt64(ProcessInfo.processInfo.activeProcessorCount)), 1)
        folder = text("--in").map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory
        if let name = text("--broken") {
            fault = TrialFault(rawValue: name)
            if fault == nil { throw Unknown(fault: name) }
        }
    }

    var scope: TrialFleet.Scope { kind == .judged ? .judged : .everything }

    var title: String {
        switch kind {
        case .memory: "fleets in memory"
        case .real: "fleets with real keys, files and loops"
        case .judged: "fleets of the judge in Python"
        }
    }

    /// What came of all of them.
    struct Result: Sendable {
        var counts = TrialCounts()
        var fleets = 0
        var events = 0
        var failures = 0
    }

    /// Plays the fleets, some side by side; with a fault only until one differs.
    func run() async throws -> Result {
        try await withThrowingTaskGroup(of: (UInt64, ForecastTrial.Outcome).self) { group in
            var result = Result()
            var waiting = seeds.makeIterator()
            for _ in 0..<jobs {
                guard let seed = waiting.next() else { break }
                group.addTask { (seed, try await play(seed)) }
            }
            while let (seed, outcome) = try await group.next() {
                result.fleets += 1
                result.events += outcome.forecast.count
                result.counts.add(outcome)
                if !outcome.differences.isEmpty {
                    result.failures += 1
                    try await tell(outcome, of: seed)
                    if fault != nil { continue }
                }
                guard fault == nil || result.failures == 0, let next = waiting.next() else { continue }
                group.addTask { (next, try await play(next)) }
            }
            return result
        }
    }

    private func play(_ seed: UInt64) async throws -> ForecastTrial.Outcome {
        switch kind {
        case .memory: try await ForecastTrial(try TrialFleet(seed: seed), fault: fault).run()
        case .real: try await RealGround.run(ForecastTrial(try TrialFleet(seed: seed), fault: fault), in: folder)
        case .judged: try await JudgedTrial(seed: seed, fault: fault).run()
        }
    }

    private func tell(_ outcome: ForecastTrial.Outcome, of seed: UInt64) async throws {
        print("seed \(seed): forecast and life differ; play it again with")
        let option = kind == .real ? " --real" : kind == .judged ? " --judged" : ""
        let broken = fault.map { " --broken \($0.rawValue)" } ?? ""
        print("    swift run -c release forecast-trials --fleets 1 --seed \(seed)\(option)\(broken)")
        for line in outcome.differences.prefix(20) { print("    \(line)") }
        if kind == .memory, fault == nil { print(await (try TrialFleet(seed: seed)).shrunk().text) }
    }
}
