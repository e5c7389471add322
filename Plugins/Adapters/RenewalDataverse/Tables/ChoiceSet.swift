/// The numbered options of a choice column, in order of their numbers as the platform lists them.
public struct ChoiceSet: Hashable, Sendable {
    /// The options that are known.
    public let options: [Option]
    /// Whether there are no others. A number outside a complete set is refused; outside an incomplete one it is kept.
    public let isComplete: Bool

    /// A set of these options.
    public init(_ options: [Option], isComplete: Bool = true) {
        self.options = options
        self.isComplete = isComplete
    }

    /// A set of which no source gives the options.
    public static let unknown = ChoiceSet([], isComplete: false)

    /// The label of that number; `nil` where it is not known.
    public func label(of value: Int64) -> String? {
        options.first { $0.value == value }?.label
    }

    /// Whether a column with this set can hold that number.
    public func accepts(_ value: Int64) -> Bool {
        isComplete ? options.contains { $0.value == value } : Int64(Int32.min)...Int64(Int32.max) ~= value
    }

    /// One option.
    public struct Option: Hashable, Sendable {
        /// Its number.
        public let value: Int64
        /// The label that people see.
        public let label: String
        /// For a reason of a state: that state's number.
        public let state: Int64?

        /// An option of these parts.
        public init(_ value: Int64, _ label: String, state: Int64? = nil) {
            self.value = value
            self.label = label
            self.state = state
        }
    }
}
