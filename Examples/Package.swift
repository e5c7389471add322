// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "RenewalExamples",
    platforms: [.macOS(.v15)],
    dependencies: [
        // The name, as a clone may lie in a folder of another one.
        .package(name: "RenewalKit", path: "..")
    ],
    targets: [
        .executableTarget(name: "QuickStart", dependencies: [.product(name: "RenewalKit", package: "RenewalKit")]),
        .executableTarget(
            name: "FleetLifecycle",
            dependencies: [
                .product(name: "RenewalKit", package: "RenewalKit"),
                .product(name: "RenewalDataverse", package: "RenewalKit"),
                .product(name: "RenewalFileStore", package: "RenewalKit"),
            ]
        ),
        .executableTarget(
            name: "SharedStore",
            dependencies: [
                .product(name: "RenewalKit", package: "RenewalKit"),
                .product(name: "RenewalFileStore", package: "RenewalKit"),
            ]
        ),
        .executableTarget(
            name: "ReportedFleet",
            dependencies: [
                .product(name: "RenewalKit", package: "RenewalKit"),
                .product(name: "RenewalFileStore", package: "RenewalKit"),
                .product(name: "RenewalReporting", package: "RenewalKit"),
                .product(name: "RenewalXML", package: "RenewalKit"),
            ]
        ),
        .executableTarget(
            name: "MovedFleet",
            dependencies: [
                .product(name: "RenewalKit", package: "RenewalKit"),
                .product(name: "RenewalDataverse", package: "RenewalKit"),
                .product(name: "RenewalFileStore", package: "RenewalKit"),
                .product(name: "RenewalXML", package: "RenewalKit"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}
