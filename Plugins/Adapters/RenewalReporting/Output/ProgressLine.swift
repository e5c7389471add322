import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A line on standard error that says how far work is, where that is a terminal and the work lasts longer than a second.
public final class ProgressLine: Sendable {
    private let start = ContinuousClock.now
    private let isShown: Bool
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    /// A line that is not shown yet.
    public init(isShown: Bool = Terminal.isError) { self.isShown = isShown }

    /// Says that so many rows were read.
    public func show(rows: Int) { show("reading: \(rows) rows") }

    /// Says that so many events were forecast.
    public func show(events: Int) { show("forecasting: \(events) events") }

    private func show(_ text: @autoclosure () -> String) {
        guard isShown else { return }
        let now = ContinuousClock.now
        let isDue = last.withLock { last in
            guard now - start > .seconds(1), last.map({ now - $0 > .milliseconds(200) }) ?? true else { return false }
            last = now
            return true
        }
        if isDue { try? Descriptor.write(Array("\r\u{1B}[K\(text())".utf8), to: STDERR_FILENO) }
    }

    /// Takes the line away.
    public func clear() {
        let wasShown = last.withLock { last in
            defer { last = nil }
            return last != nil
        }
        if wasShown { try? Descriptor.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
    }
}
