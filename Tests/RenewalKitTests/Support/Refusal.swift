import RenewalKit

/// The code and the reason (`details["reason"]`) of the error that the body throws; `nil` where it throws none.
func refusal(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch let error as RenewalError {
        return error.details["reason"].map { "\(error.code): \($0)" } ?? "\(error.code)"
    } catch {
        return "not a RenewalError: \(error)"
    }
}
