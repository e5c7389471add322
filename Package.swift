// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "RenewalKit",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "RenewalCore", targets: ["RenewalCore"]),
        .library(name: "RenewalKit", targets: ["RenewalKit"]),
        .library(name: "RenewalSimulation", targets: ["RenewalSimulation"]),
        .library(name: "RenewalTesting", targets: ["RenewalTesting"]),
        .library(name: "RenewalDataverse", targets: ["RenewalDataverse"]),
        .library(name: "RenewalFileStore", targets: ["RenewalFileStore"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: [
        .target(name: "RenewalCore"),
        .target(
            name: "RenewalKit",
            dependencies: [
                "RenewalCore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ]
        ),
        .target(name: "RenewalSimulation", dependencies: ["RenewalCore"]),
        .target(name: "RenewalTesting", dependencies: ["RenewalCore"]),
        .target(
            name: "RenewalDataverse",
            dependencies: ["RenewalCore"],
            path: "Plugins/Adapters/RenewalDataverse",
            packageAccess: false
        ),
        .target(
            name: "RenewalFileStore",
            dependencies: [
                "RenewalCore", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            path: "Plugins/Adapters/RenewalFileStore",
            packageAccess: false
        ),
        .target(
            name: "RenewalTestSupport",
            dependencies: ["RenewalCore"],
            path: "Tests/RenewalTestSupport"
        ),
        .target(
            name: "FileStoreTrials",
            dependencies: ["RenewalCore", "RenewalFileStore"],
            path: "Tests/FileStoreTrials"
        ),
        .target(
            name: "CFaultyVFS",
            path: "Tests/CFaultyVFS",
            linkerSettings: [.linkedLibrary("sqlite3")]
        ),
        .target(
            name: "StoreTrials",
            dependencies: ["RenewalCore", "RenewalKit", "RenewalFileStore", "FileStoreTrials", "CFaultyVFS"],
            path: "Tests/StoreTrials"
        ),
        .executableTarget(
            name: "file-store-trials",
            dependencies: ["RenewalCore", "RenewalFileStore", "FileStoreTrials", "StoreTrials"],
            path: "Tests/file-store-trials"
        ),
        .testTarget(
            name: "RenewalCoreTests",
            dependencies: ["RenewalCore", "RenewalSimulation", "RenewalTesting", "RenewalTestSupport"]
        ),
        .testTarget(
            name: "RenewalKitTests",
            dependencies: [
                "RenewalKit", "RenewalTesting", "RenewalTestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["Judges", "Vectors"]
        ),
        .testTarget(name: "RenewalTestingTests", dependencies: ["RenewalCore", "RenewalTesting"]),
        .testTarget(
            name: "RenewalSimulationTests",
            dependencies: ["RenewalSimulation", "RenewalTesting", "RenewalTestSupport"]
        ),
        .testTarget(name: "RenewalDataverseTests", dependencies: ["RenewalDataverse"]),
        .testTarget(
            name: "RenewalFileStoreTests",
            dependencies: [
                "RenewalFileStore", "RenewalSimulation", "RenewalTesting", "RenewalTestSupport", "FileStoreTrials",
                "file-store-trials", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .testTarget(name: "TidyTests"),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .plugin && target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}
