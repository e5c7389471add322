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
        .library(name: "RenewalXML", targets: ["RenewalXML"]),
        .library(name: "RenewalReporting", targets: ["RenewalReporting"]),
        .executable(name: "renewal-report", targets: ["renewal-report"]),
        .plugin(name: "RenewalReportPlugin", targets: ["RenewalReportPlugin"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
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
        // With pkg-config, as the headers lie in a folder of their own; an app without libxml2 that does not use
        // RenewalXML gets a warning from it and is none the worse.
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .target(name: "CLibZip", linkerSettings: [.linkedLibrary("zip", .when(platforms: [.macOS]))]),
        .target(
            name: "RenewalXML",
            dependencies: ["RenewalCore", "RenewalDataverse", "CLibXML2", "CLibZip"],
            path: "Plugins/Adapters/RenewalXML",
            exclude: ["Schemas"],
            packageAccess: false
        ),
        .target(
            name: "RenewalReporting",
            dependencies: [
                "RenewalCore", "RenewalDataverse", "RenewalFileStore", "RenewalSimulation", "RenewalXML",
            ],
            path: "Plugins/Adapters/RenewalReporting",
            packageAccess: false
        ),
        .executableTarget(
            name: "renewal-report",
            dependencies: [
                "RenewalCore", "RenewalReporting",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .plugin(
            name: "RenewalReportPlugin",
            capability: .command(
                intent: .custom(
                    verb: "renewal-report",
                    description: "Reports on machine groups, machines and connections, and on their renewals."),
                permissions: []
            ),
            dependencies: ["renewal-report"]
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
            dependencies: [
                "RenewalCore", "RenewalKit", "RenewalFileStore", "RenewalSimulation", "RenewalTestSupport",
                "FileStoreTrials", "CFaultyVFS",
            ],
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
        .target(
            name: "ForecastTrialSupport",
            dependencies: ["RenewalSimulation", "RenewalTestSupport"],
            path: "Tests/ForecastTrialSupport",
            exclude: ["Judges"]
        ),
        .executableTarget(
            name: "forecast-trials",
            dependencies: ["ForecastTrialSupport", "RenewalKit", "RenewalFileStore"],
            path: "Tests/forecast-trials"
        ),
        .testTarget(
            name: "RenewalSimulationTests",
            dependencies: ["RenewalSimulation", "RenewalTesting", "RenewalTestSupport", "ForecastTrialSupport"]
        ),
        .testTarget(name: "RenewalDataverseTests", dependencies: ["RenewalDataverse", "RenewalTestSupport"]),
        .testTarget(
            name: "RenewalFileStoreTests",
            dependencies: [
                "RenewalDataverse", "RenewalFileStore", "RenewalSimulation", "RenewalTesting", "RenewalTestSupport",
                "FileStoreTrials", "StoreTrials", "file-store-trials", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "RenewalXMLTests",
            dependencies: [
                "RenewalXML", "RenewalDataverse", "RenewalSimulation", "RenewalTesting", "RenewalTestSupport",
            ]
        ),
        .executableTarget(
            name: "renewal-xml-probe",
            dependencies: ["RenewalXML"],
            path: "Tests/renewal-xml-probe"
        ),
        .executableTarget(
            name: "renewal-store-maker",
            dependencies: ["RenewalCore", "RenewalFileStore", "RenewalSimulation", "RenewalXML"],
            path: "Tests/renewal-store-maker"
        ),
        .testTarget(name: "RenewalReportingTests", dependencies: ["RenewalReporting", "RenewalDataverse"]),
        .testTarget(
            name: "RenewalReportTests",
            dependencies: [
                "renewal-report", "RenewalCore", "RenewalDataverse", "RenewalFileStore", "RenewalReporting",
                "RenewalSimulation", "RenewalTestSupport", "RenewalXML",
            ],
            exclude: ["Golden", "Judges"]
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
