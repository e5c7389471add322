import RenewalCore
import RenewalDataverse

extension GroupSummary {
    /// The name, fit for a line; the id where the source says none.
    var title: String {
        guard let name, !name.isEmpty else { return id.description }
        return name.printable
    }
}
