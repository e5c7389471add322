import RenewalCore
import Testing

/// Rules S1 and S2: the default policy, and what a policy may be.
struct RenewalPolicyTests {
    @Test func `the default is 1,825 days and half of 365 days (Rule S1)`() {
        #expect(RenewalPolicy.default.validityMinutes == 1_825 * 1_440)
        #expect(RenewalPolicy.default.graceMinutes == 365 * 1_440 / 2)
        #expect(RenewalPolicy.default.graceMinutes == RenewalPolicy.default.validityMinutes / 10)
    }

    @Test func `the default is within the bounds (Rules S1, S2)`() throws {
        let same = try RenewalPolicy(validityMinutes: 2_628_000, graceMinutes: 262_800)
        #expect(same == .default)
    }

    @Test(
        "a pair at the bounds is taken (Rule S2)",
        arguments: [
            (129_600, 64_800), (129_601, 64_800), (129_602, 64_801), (2_628_000, 64_800), (2_628_000, 1_314_000),
            (2_627_999, 1_313_999),
        ])
    func taken(validity: Int, grace: Int) throws {
        let policy = try RenewalPolicy(validityMinutes: validity, graceMinutes: grace)
        #expect(policy.validityMinutes == validity)
        #expect(policy.graceMinutes == grace)
    }

    struct Refusal: Sendable {
        let validity: Int
        let grace: Int
        let column: String
        let value: Int
        let range: String
    }

    static let validityRange = "129600...2628000"
    static let refusals = [
        Refusal(validity: 129_599, grace: 64_799, column: "keyvalidityperiod", value: 129_599, range: validityRange),
        Refusal(
            validity: 2_628_001, grace: 64_800, column: "keyvalidityperiod", value: 2_628_001, range: validityRange),
        Refusal(validity: 0, grace: 0, column: "keyvalidityperiod", value: 0, range: validityRange),
        Refusal(validity: .min, grace: .min, column: "keyvalidityperiod", value: .min, range: validityRange),
        Refusal(validity: .max, grace: .max, column: "keyvalidityperiod", value: .max, range: validityRange),
        Refusal(
            validity: 129_600, grace: 64_799, column: "keyexpirygraceperiod", value: 64_799, range: "64800...64800"),
        Refusal(
            validity: 129_600, grace: 64_801, column: "keyexpirygraceperiod", value: 64_801, range: "64800...64800"),
        Refusal(
            validity: 129_601, grace: 64_801, column: "keyexpirygraceperiod", value: 64_801, range: "64800...64800"),
        Refusal(
            validity: 2_628_000, grace: 1_314_001, column: "keyexpirygraceperiod", value: 1_314_001,
            range: "64800...1314000"),
        Refusal(
            validity: 2_628_000, grace: -1, column: "keyexpirygraceperiod", value: -1, range: "64800...1314000"),
    ]

    @Test("one beyond is refused, with column, value and range (Rule S2)", arguments: refusals)
    func refused(_ refusal: Refusal) throws {
        let error = try #require(throws: RenewalError.self) {
            try RenewalPolicy(validityMinutes: refusal.validity, graceMinutes: refusal.grace)
        }
        #expect(error.code == .policyOutOfBounds)
        #expect(error.details["column"] == refusal.column)
        #expect(error.details["value"] == "\(refusal.value)")
        #expect(error.details["range"] == refusal.range)
        #expect(error.message.contains(refusal.column) && error.message.contains("\(refusal.value)"))
    }
}
