/// The style of timelines, for light and dark screens and for paper.
enum TimelineStyle {
    /// For a picture that stands alone.
    static let alone =
        "text { font-family: system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif; }\n"
        + light + "@media (prefers-color-scheme: dark) {\n" + dark + "}\n"

    /// Rules for light screens and paper.
    static let light = """
        .timeline .paper { fill: #ffffff; }
        .timeline .name { font-size: 15px; font-weight: 600; fill: #1c1e21; }
        .timeline .headline { font-size: 13px; fill: #3c4047; }
        .timeline .headline.warning { fill: #8a5200; font-weight: 600; }
        .timeline .headline.critical { fill: #b3161b; font-weight: 600; }
        .timeline .headline.good { fill: #1b6b39; }
        .timeline .label { font-size: 12px; fill: #5b616b; }
        .timeline .middle { text-anchor: middle; }
        .timeline .end { text-anchor: end; }
        .timeline .todayLabel { font-size: 12px; font-weight: 600; fill: #1c1e21; }
        .timeline .rule { stroke: #e3e6ea; }
        .timeline .tick, .timeline .today { fill: none; }
        .timeline .tick { stroke: #eceef1; }
        .timeline .tick.year { stroke: #cfd4da; }
        .timeline .today { stroke: #1c1e21; stroke-width: 1.5; }
        .timeline .certificate { fill: #3d74c9; }
        .timeline .certificate.expired { fill: #c9cdd3; }
        .timeline .previous { fill: #a9b8cf; }
        .timeline .next { fill: #dbe7f8; stroke: #3d74c9; stroke-dasharray: 4 3; }
        .timeline .window { fill: #f6c453; fill-opacity: 0.28; }
        .timeline .window.open { fill: #f2a51a; fill-opacity: 0.55; }
        .timeline .deadline { fill: #c2252a; stroke: #ffffff; }
        .timeline .deadlineLine { stroke: #c2252a; stroke-dasharray: 2 3; }
        .timeline .deadlineLine.open { stroke-dasharray: none; stroke-width: 1.5; }
        .timeline .received { fill: #2c8a4f; stroke: #ffffff; }
        .timeline .share.good { fill: #2c8a4f; }
        .timeline .share.warning { fill: #e39a12; }
        .timeline .share.critical { fill: #c2252a; }

        """

    /// What differs on dark screens.
    static let dark = """
        .timeline .paper { fill: #16181c; }
        .timeline .name, .timeline .todayLabel { fill: #f1f3f5; }
        .timeline .headline { fill: #c9ced6; }
        .timeline .headline.warning { fill: #ffc061; }
        .timeline .headline.critical { fill: #ff8a87; }
        .timeline .headline.good { fill: #78d39a; }
        .timeline .label { fill: #a2a9b4; }
        .timeline .rule { stroke: #2c3036; }
        .timeline .tick { stroke: #24282d; }
        .timeline .tick.year { stroke: #3d434b; }
        .timeline .today { stroke: #f1f3f5; }
        .timeline .certificate { fill: #5a92e8; }
        .timeline .certificate.expired { fill: #4a4f57; }
        .timeline .previous { fill: #4c5d79; }
        .timeline .next { fill: #1f2f47; stroke: #5a92e8; }
        .timeline .window { fill: #f6c453; fill-opacity: 0.16; }
        .timeline .window.open { fill: #f2a51a; fill-opacity: 0.4; }
        .timeline .deadline { fill: #ff6b67; stroke: #16181c; }
        .timeline .deadlineLine { stroke: #ff6b67; }
        .timeline .received { fill: #5cc587; stroke: #16181c; }
        .timeline .share.good { fill: #4cb877; }
        .timeline .share.warning { fill: #f0b03c; }
        .timeline .share.critical { fill: #ff6b67; }

        """
}
