import RenewalCore

/// Shows a wrong filter with its place marked:
///
///     the filter is wrong at character 6: found "foo"; expected a comparison: eq, ne, gt, ge, lt, le or in
///       name foo 'x'
///            ^~~
enum FilterMark {
    /// How much of a long filter is shown before and after the place.
    private static let reach = 36

    static func error(_ error: RenewalError) -> ReportError {
        guard let filter = error.details["filter"], let offset = error.details["offset"].flatMap({ Int($0) }),
            let length = error.details["length"].flatMap({ Int($0) })
        else { return ReportError(.usage, error.message, cause: error) }
        // Under nothing there is no place to mark.
        if filter.isEmpty { return ReportError(.usage, error.message, cause: error) }
        let scalars = Array(filter.unicodeScalars)
        let place = min(max(offset, 0), scalars.count)
        let end = min(place + max(length, 1), scalars.count)
        let (from, to) = (max(0, place - reach), min(scalars.count, max(end, place + 1) + reach))
        let before = (from > 0 ? "…" : "") + text(scalars[from..<place])
        let marked = text(scalars[place..<min(end, to)])
        let after = to > end ? text(scalars[end..<to]) + (to < scalars.count ? "…" : "") : ""
        let caret =
            String(repeating: " ", count: DisplayWidth.of(before)) + "^"
            + String(repeating: "~", count: max(0, DisplayWidth.of(marked) - 1))
        return ReportError(.usage, "\(error.message)\n  \(before)\(marked)\(after)\n  \(caret)", cause: error)
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view).printable
    }
}
