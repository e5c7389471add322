// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "RenewalKit", path: ".."),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/CoreOffice/XMLCoder", from: "0.18.2"),
        // Without its traits: the tool then needs no allocator of its own, and its counts of allocations are always 0.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .target(name: "CMeasuring"),
        .target(name: "CStoreFloor", linkerSettings: [.linkedLibrary("sqlite3")]),
        // Of its own, as a system library of another package can not be used.
        .systemLibrary(
            name: "CLibXML2Floor", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .target(name: "CXMLFloor", dependencies: ["CLibXML2Floor"]),
        .target(
            name: "RenewalWorkloads",
            dependencies: [
                "CMeasuring", "CStoreFloor", "CXMLFloor",
                .product(name: "RenewalKit", package: "RenewalKit"),
                .product(name: "RenewalDataverse", package: "RenewalKit"),
                .product(name: "RenewalFileStore", package: "RenewalKit"),
                .product(name: "RenewalXML", package: "RenewalKit"),
                .product(name: "RenewalSimulation", package: "RenewalKit"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .executableTarget(name: "renewal-speed", dependencies: ["RenewalWorkloads"], path: "Sources/RenewalSpeed"),
        .executableTarget(
            name: "xml-libraries",
            dependencies: ["RenewalWorkloads", .product(name: "XMLCoder", package: "XMLCoder")],
            path: "Sources/XMLLibraries"
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}

// After the loop: the tool writes a part of this target's code, which is not held to our settings.
package.targets.append(
    .executableTarget(
        name: "RenewalBenchmarks",
        dependencies: ["RenewalWorkloads", .product(name: "Benchmark", package: "benchmark")],
        path: "Benchmarks/RenewalBenchmarks",
        plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
    ))
