/// Something that a store can get wrong, and the check of the suite that must find it.
enum StorageFault: String, CaseIterable, Sendable {
    case lostUpdates, tornTransactions, deliveriesSurviveRollback, lastChangeLost, historyLost
    case secondGenerationIgnored, deletedIDsReused, movesMachines, historyGapsTaken, errorsWrapped, namedGroupsIgnored
    case missingRowsIgnored, heartbeatsDropped, namesTrimmed, versionsShortened, updatesMerge
    case tornReads, pagesInclusive, deletedGroupsHidden, agentsIgnored, holdersOfAnyGeneration, behindInclusive
    case behindUnordered, lackingIgnored, certificatesNewestFirst, lastHistoryFirst
    case snapshotLive, snapshotLate
    case dueExclusive, dueUnordered, dueLimitIgnored
    case raiseLowers, setOnlyRaises
    case leasesIgnored, leasesForEver, deliveredOnClaim, wholeQueues, attemptsLost, retriesAtTheEnd, claimLimitIgnored
    case unorderedClaims, notBeforeIgnored, subscribersMixed

    /// The check that must find it.
    var check: String {
        switch self {
        case .lostUpdates: "oneIssuerWins"
        case .tornTransactions, .deliveriesSurviveRollback: "allOrNothing"
        case .lastChangeLost: "roundTrip"
        case .historyLost, .lastHistoryFirst: "historyPages"
        case .secondGenerationIgnored: "duplicateGeneration"
        case .deletedIDsReused: "duplicateGroup"
        case .movesMachines, .namedGroupsIgnored: "unnamedGroups"
        case .historyGapsTaken: "historyNumbers"
        case .errorsWrapped: "decisionThatThrows"
        case .missingRowsIgnored: "missingRows"
        case .heartbeatsDropped, .namesTrimmed, .versionsShortened: "roundTrip"
        case .updatesMerge: "updateReplacesRow"
        case .tornReads: "readsOfOneInstant"
        case .pagesInclusive: "machinePages"
        case .deletedGroupsHidden: "groupPages"
        case .agentsIgnored, .holdersOfAnyGeneration: "machinesHolding"
        case .behindInclusive, .behindUnordered: "machinesBehind"
        case .lackingIgnored: "connectionsHolding"
        case .certificatesNewestFirst: "certificates"
        case .snapshotLive: "snapshotStays"
        case .snapshotLate: "snapshotUnread"
        case .dueExclusive, .dueUnordered, .dueLimitIgnored: "dueGroups"
        case .raiseLowers, .setOnlyRaises: "keptInstant"
        case .leasesIgnored, .leasesForEver, .deliveredOnClaim: "lease"
        case .wholeQueues: "deliveryOrder"
        case .attemptsLost, .retriesAtTheEnd: "retry"
        case .claimLimitIgnored: "claimLimit"
        case .unorderedClaims: "commitOrder"
        case .notBeforeIgnored: "notBefore"
        case .subscribersMixed: "subscribers"
        }
    }
}
