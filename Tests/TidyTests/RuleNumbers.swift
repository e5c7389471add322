/// The numbers of the renewal rules.
enum RuleNumbers {
    /// How many rules each section has.
    static let sections: KeyValuePairs = [
        "S": 7, "I": 10, "K": 6, "C": 6, "P": 6, "G": 5, "N": 4, "T": 3, "Z": 7,
    ]

    static let all: [String] = sections.flatMap { section, count in (1...count).map { "\(section)\($0)" } }

    /// Rules that no test checks yet, because no code implements them: reminders. Of N2 the row filter is open too.
    static let open: Set<String> = ["N4"]

    /// Words that look like the number of a rule and are none: the control characters C0 and C1.
    static let otherWords: Set<String> = ["C0"]

    /// The rules that a text cites, and words of that form that name none.
    static func cited(in text: String) -> (rules: Set<String>, unknown: [String]) {
        var rules: Set<String> = []
        var unknown: [String] = []
        for match in text.matches(of: #/(?:^|[^\w\-.+\\^])([SIKCPGNTZ]\d{1,2})(?![\w\-(^])/#) {
            let word = String(match.output.1)
            if all.contains(word) {
                rules.insert(word)
            } else if !otherWords.contains(word) {
                unknown.append(word)
            }
        }
        return (rules, unknown)
    }
}
