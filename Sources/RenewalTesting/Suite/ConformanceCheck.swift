/// One sentence of a contract and how it is checked, on a subject that is made for this check alone.
struct ConformanceCheck<Subject: Sendable>: Sendable {
    let name: String
    let contract: String
    let body: @Sendable (Subject) async throws -> Void

    init(_ name: String, _ contract: String, body: @escaping @Sendable (Subject) async throws -> Void) {
        self.name = name
        self.contract = contract
        self.body = body
    }

    /// Runs the check; `nil` where the contract is kept.
    func violation(of make: @Sendable () async throws -> Subject) async -> ConformanceViolation? {
        do {
            try await body(try await make())
            return nil
        } catch let finding as Finding {
            return ConformanceViolation(check: name, contract: contract, found: finding.text)
        } catch {
            return ConformanceViolation(check: name, contract: contract, found: "a call threw \(error)")
        }
    }
}

/// What a check found that the contract does not allow.
struct Finding: Error {
    let text: String
}

/// Ends the check with what was found, unless the condition holds.
func require(_ condition: Bool, _ found: @autoclosure () -> String) throws {
    if !condition { throw Finding(text: found()) }
}

/// Ends the check unless both are equal, saying what was found and what was expected.
func requireEqual<Value: Equatable>(_ found: Value, _ expected: Value, _ what: @autoclosure () -> String) throws {
    if found != expected {
        throw Finding(text: "\(what()) is \(clipped(found)); expected \(clipped(expected))")
    }
}

/// Runs the call and gives what it threw; ends the check where it threw nothing.
func thrown(by what: String, _ call: () async throws -> some Any) async throws -> any Error {
    let outcome: any Sendable
    do {
        outcome = String(describing: try await call())
    } catch {
        return error
    }
    throw Finding(text: "\(what) threw nothing and gave \(clipped(outcome))")
}

private func clipped(_ value: some Any) -> String {
    let text = String(describing: value)
    return text.count > 400 ? "\(text.prefix(400))…" : text
}
