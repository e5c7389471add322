internal import CFaultyVFS

/// At which calls of SQLite's file system something happens, and what.
package struct FaultPlan: Hashable, Sendable {
    /// What happens.
    package enum Action: String, Hashable, Sendable, CaseIterable {
        case none, killBefore, killMiddle, killAfter, full, io, torn, interrupt, short

        var value: FaultyAction {
            switch self {
            case .none: FaultyActionNone
            case .killBefore: FaultyActionKillBefore
            case .killMiddle: FaultyActionKillMiddle
            case .killAfter: FaultyActionKillAfter
            case .full: FaultyActionFull
            case .io: FaultyActionIO
            case .torn: FaultyActionTorn
            case .interrupt: FaultyActionInterrupt
            case .short: FaultyActionShort
            }
        }
    }

    package var action: Action
    package var boundaries: [FaultBoundary]
    /// The first call, of those at the boundaries, at which it happens.
    package var first: Int
    /// Whether it happens at each call from then on.
    package var persists: Bool

    package init(_ action: Action, at boundaries: [FaultBoundary], first: Int = 1, persists: Bool = false) {
        self.action = action
        self.boundaries = boundaries
        self.first = first
        self.persists = persists
    }

    /// Nothing happens; calls are counted.
    package static let none = FaultPlan(.none, at: FaultBoundary.all)

    /// Follows the plan from now on.
    package func follow() {
        var plan = FaultyPlan()
        withUnsafeMutableBytes(of: &plan.calls) { bytes in
            let calls = bytes.bindMemory(to: UInt32.self)
            for boundary in boundaries { calls[Int(boundary.file)] |= 1 << UInt32(boundary.call) }
        }
        plan.first = Int64(first)
        plan.persists = persists ? 1 : 0
        plan.action = action.value
        faulty_vfs_follow(&plan)
    }

    /// Lets every call pass.
    package static func rest() { faulty_vfs_rest() }

    /// At how many calls something happened.
    package static var happened: Int { Int(faulty_vfs_happened()) }
}

extension FaultPlan: LosslessStringConvertible {
    /// As `killAfter:wal.sync:3`; with several boundaries, joined by commas.
    package var description: String {
        "\(action.rawValue):\(boundaries.map(\.description).joined(separator: ",")):\(first)\(persists ? "+" : "")"
    }

    /// Reads `killAfter:wal.sync:3`.
    package init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 3, let action = Action(rawValue: String(parts[0])) else { return nil }
        let boundaries = parts[1].split(separator: ",").compactMap { FaultBoundary(String($0)) }
        let persists = parts[2].hasSuffix("+")
        guard let first = Int(persists ? parts[2].dropLast() : parts[2]) else { return nil }
        self.init(action, at: boundaries, first: first, persists: persists)
    }
}

/// The file system of SQLite in this process, that faults can be put in.
package enum FaultyFileSystem {
    /// Puts it in place. Before SQLite is used, and again without effect.
    ///
    /// - Parameter store: the store's file; other databases are copies.
    package static func install(store path: String) throws {
        guard faulty_vfs_install() == 0 else { throw StoreTrialError("SQLite did not take the faulty file system") }
        faulty_vfs_set_primary(String(path.split(separator: "/").last ?? ""))
    }

    /// From now on no sync of this process does anything.
    package static func lie() { faulty_vfs_lie(1) }

    /// From now on a sync that failed is repeated on the same handle.
    package static func repeatSyncs() { faulty_vfs_repeat_syncs(1) }

    /// How many syncs were repeated on a handle whose sync had failed.
    package static var retriedSyncs: Int { Int(faulty_vfs_retried_syncs()) }
}
