import RenewalSimulation

/// A trial whose forecast is compared with that of the judge in Python too.
package struct JudgedTrial: Sendable {
    private let trial: ForecastTrial

    /// - Parameter seed: which fleet; only what the judge knows happens to it after the forecast.
    package init(seed: UInt64, fault: TrialFault? = nil) throws {
        trial = ForecastTrial(try TrialFleet(seed: seed, scope: .judged), fault: fault)
    }

    /// Asks the judge, and then plays the trial.
    ///
    /// - Returns: what came of it; the judge's lines are the last account.
    package func run() async throws -> ForecastTrial.Outcome {
        let world = FleetSimulation(startingAt: trial.fleet.start, seed: trial.fleet.seed)
        let cut = try await trial.live(world)
        let future = try await trial.future(at: cut, world)
        // The judge is told the truth, whatever the forecast is told.
        let options = try await trial.options(at: cut, world, future)
        let lines = try Judge.lines(JudgedFleet(try await world.rows(), options))
        let names = TrialNames(trial.fleet)
        var outcome = try await trial.run()
        outcome.accounts.append(
            ForecastTrial.Account("the judge", try lines.map { try ForecastEvent(judgedLine: $0, names) }))
        return outcome
    }
}

extension ForecastEvent {
    struct Unreadable: Error { var line: String }

    /// The event that a line of the judge tells.
    fileprivate init(judgedLine line: String, _ names: TrialNames) throws {
        let fields = line.split(separator: " ").map { String($0) }
        guard fields.count == 7, let seconds = Int64(fields[0]), let kind = Kind(rawValue: fields[1]),
            let group = GroupID(fields[2]), let name = names.groups[group]
        else { throw Unreadable(line: line) }
        self.init(
            instant: Instant(secondsSince1970: seconds), kind: kind, group: group, groupName: name,
            machine: MachineID(fields[3]), connection: ConnectionID(fields[4]), rule: fields[5],
            reason: Reason(rawValue: fields[6]))
        machineName = machine.flatMap { names.machines[$0] }
        connectionName = connection.flatMap { names.connections[$0] }
        guard fields[6] == "-" || reason != nil else { throw Unreadable(line: line) }
    }
}
