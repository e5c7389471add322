/// Work of the library, cut into slices of equal size, and the least that the same work can cost.
public protocol Workload {
    /// How many operations a slice has.
    var sliceSize: Int { get }

    /// Makes ready what the next slice uses up; not measured.
    mutating func prepare() async throws

    /// One slice of the library's work.
    mutating func work() async throws

    /// The same slice at its floor: the bare operations that it can not do without.
    mutating func floor() throws
}

/// What went other than it must in a benchmark, so that its times mean nothing.
public struct WorkloadFailure: Error, CustomStringConvertible {
    /// What went wrong.
    public let description: String

    init(_ description: String) { self.description = description }
}

/// Stops a benchmark that does not do the work that it is to measure.
func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    if !condition { throw WorkloadFailure(what()) }
}
