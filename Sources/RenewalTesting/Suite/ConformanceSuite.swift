import Testing

/// The checks of one interface.
struct ConformanceSuite<Subject: Sendable>: Sendable {
    let interface: String
    let checks: [ConformanceCheck<Subject>]

    /// Runs every check on a subject of its own, one after the other.
    func violations(of make: @Sendable () async throws -> Subject) async -> [ConformanceViolation] {
        var violations: [ConformanceViolation] = []
        for check in checks {
            if let violation = await check.violation(of: make) { violations.append(violation) }
        }
        return violations
    }

    /// Runs every check and records each violation as an issue of the test that runs.
    func record(at location: SourceLocation, _ make: @Sendable () async throws -> Subject) async {
        for violation in await violations(of: make) {
            Issue.record("\(interface), \(violation)", sourceLocation: location)
        }
    }
}
