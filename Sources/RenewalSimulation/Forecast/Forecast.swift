/// What the rules say will happen to a fleet.
public struct Forecast: Sendable {
    let rows: RowSource
    let options: Options

    /// A forecast from rows that are at hand.
    public init(of rows: Rows, options: Options) {
        self.rows = .rows(rows)
        self.options = options
    }

    /// A forecast from what a store holds when ``events()`` is called, of one instant.
    public init(of storage: some Storage, options: Options) {
        rows = .storage(storage)
        self.options = options
    }

    enum RowSource: Sendable {
        case rows(Rows)
        case storage(any Storage)
    }

    /// What happens, in order.
    public func events() async throws -> [ForecastEvent] { [] }
}
