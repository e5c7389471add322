// swift-tools-version: 6.2
import PackageDescription

// A target for libFuzzer that tries RenewalXML on hostile input. A package of its own, so that it is not built with the
// library, whose programs have a `main` of their own.
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
            ])
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
