import RenewalCore

extension Column {
    /// Whether the column can hold the value: its kind, and the limits of the column's type. Every column can hold
    /// ``Value/null``.
    ///
    /// Complexity: linear in the length of a text.
    public func accepts(_ value: Value) -> Bool {
        switch (type, value) {
        case (_, .null): true
        case (.guid, .guid), (.boolean, .boolean), (.dateTime, .instant), (.bigInteger, .integer): true
        case (.decimal, .decimal), (.money, .decimal), (.image, .text): true
        case (.string(let maximum, let format), .text(let text)):
            !isSecret && text.isWithin(maximum) && format.accepts(text)
        case (.memo(let maximum), .text(let text)): !isSecret && text.isWithin(maximum)
        case (.string(let maximum, _), .secret(let secret)), (.memo(let maximum), .secret(let secret)):
            isSecret && secret.text.isWithin(maximum)
        case (.integer(let range), .integer(let number)): range.contains(number)
        case (.choice(let set), .integer(let number)), (.state(let set), .integer(let number)),
            (.status(let set), .integer(let number)):
            set.accepts(number)
        case (.choices(let set), .choices(let numbers)): numbers.allSatisfy(set.accepts)
        case (.lookup(let targets), .lookup(let lookup)), (.owner(let targets), .lookup(let lookup)):
            targets.isEmpty || lookup.table.map(targets.contains) ?? true
        default: false
        }
    }

    /// Whether a foreign row's value is used although ``accepts(_:)`` says no, and reported.
    func reports(_ value: Value) -> Bool {
        guard outliers == .reported, case .integer(let number) = value else { return false }
        return Int64(Int32.min)...Int64(Int32.max) ~= number
    }

    /// What the column can hold, for messages.
    public var expectation: String {
        switch type {
        case .guid: "a GUID such as 5a38629f-da7f-4ae8-a66b-4898ebd65281"
        case .string(_, .agentVersion): "a version of one to four numbers joined by dots, such as 2.23.0.1"
        case .string(_, .generations): "numbers of generations joined by commas, such as 3,4"
        case .string(let maximum, .plain), .memo(let maximum): "text of at most \(maximum) characters"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .bigInteger: "a whole number of 64 bits"
        case .decimal, .money: "a number"
        case .boolean: "true or false"
        case .dateTime(let behavior): behavior.expectation
        case .choice(let set), .state(let set), .status(let set): set.expectation
        case .choices(let set): "a list of \(set.expectation)"
        case .lookup(let targets), .owner(let targets):
            "the GUID of a row" + (targets.isEmpty ? "" : " of \(targets.joined(separator: " or "))")
        case .managedProperty: "nothing: managed properties are not read"
        case .image: "an image in base64"
        }
    }
}

extension ChoiceSet {
    var expectation: String {
        guard isComplete else { return "the number of an option" }
        return "one of " + options.map { "\($0.value) (\($0.label))" }.joined(separator: ", ")
    }
}

extension ColumnType.TextFormat {
    func accepts(_ text: String) -> Bool {
        switch self {
        case .plain: true
        case .agentVersion: (try? AgentVersion(text)) != nil
        case .generations: [Generation](commaSeparated: text) != nil
        }
    }
}

extension [Generation] {
    /// Reads `3,4`: numbers of 1 or more, ascending.
    init?(commaSeparated text: String) {
        self = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let number = UInt64(part), String(number) == part, let generation = Generation(number),
                last.map({ $0 < generation }) ?? true
            else { return nil }
            append(generation)
        }
    }
}

extension String {
    /// Whether the text has at most so many UTF-16 code units, which is how Dataverse counts.
    func isWithin(_ maximum: Int) -> Bool {
        // No text has more UTF-16 code units than bytes of UTF-8.
        utf8.count <= maximum || utf16.count <= maximum
    }
}
