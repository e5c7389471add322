/// What a program does with a vault in a trial.
package enum VaultOperation: String, Sendable, CaseIterable, CustomStringConvertible {
    /// Stores new contents.
    case store
    /// Empties the vault, as leaving does.
    case leave
    /// Reads it.
    case read
    /// Makes a change that throws.
    case refuse

    package var description: String { rawValue }

    package static let folder = "/disk/keys"

    /// Every sequence of one to so many operations.
    package static func sequences(upTo length: Int) -> [[VaultOperation]] {
        guard length > 0 else { return [] }
        let shorter = sequences(upTo: length - 1)
        let longest = length == 1 ? [[]] : shorter.filter { $0.count == length - 1 }
        return shorter + longest.flatMap { start in allCases.map { start + [$0] } }
    }
}
