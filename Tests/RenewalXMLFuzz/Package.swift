// swift-tools-version: 6.2
import PackageDescription

// Programs that try RenewalXML on hostile input: a target for libFuzzer, and a probe for checkers of memory and system
// calls. A package of its own, so that neither is built with the library.
let package = Package(
    name: "RenewalXMLFuzz",
    platforms: [.macOS(.v15)],
    products: [.library(name: "RenewalXMLFuzz", type: .static, targets: ["RenewalXMLFuzz"])],
    dependencies: [.package(name: "RenewalKit", path: "../..")],
    targets: [
        .target(
            name: "RenewalXMLFuzz",
            dependencies: [
                .product(name: "RenewalXML", package: "RenewalKit"),
                .product(name: "RenewalDataverse", package: "RenewalKit"),
            ]),
        .executableTarget(
            name: "renewal-xml-probe", dependencies: [.product(name: "RenewalXML", package: "RenewalKit")],
            path: "Sources/RenewalXMLProbe"),
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
