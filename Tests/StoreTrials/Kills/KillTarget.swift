/// Where and when a writer is killed.
struct KillTarget: Hashable, Sendable, CustomStringConvertible {
    var phase: StoreWriterProcess.Phase
    var boundary: FaultBoundary
    var timing: FaultPlan.Action

    var description: String {
        let when = [FaultPlan.Action.killBefore: "before", .killMiddle: "middle", .killAfter: "after"][timing] ?? "?"
        return "\(phase.rawValue) \(boundary) \(when)"
    }

    /// The targets at a boundary: a write has a middle.
    static func at(_ boundary: FaultBoundary, _ phase: StoreWriterProcess.Phase) -> [KillTarget] {
        let timings: [FaultPlan.Action] =
            boundary.callName == "write" ? [.killBefore, .killMiddle, .killAfter] : [.killBefore, .killAfter]
        return timings.map { KillTarget(phase: phase, boundary: boundary, timing: $0) }
    }
}
