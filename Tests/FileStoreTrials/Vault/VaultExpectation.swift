package import RenewalCore

/// What a vault may hold: what was last acknowledged, or read, and what was tried since with an unknown outcome.
package struct VaultExpectation: Sendable {
    package private(set) var possible: [VaultContents?] = [nil]

    package init() {}

    package mutating func acknowledged(_ contents: VaultContents?) { possible = [contents] }

    package mutating func tried(_ contents: VaultContents?) { possible.append(contents) }

    package func accepts(_ contents: VaultContents?) -> Bool { possible.contains(contents) }
}
