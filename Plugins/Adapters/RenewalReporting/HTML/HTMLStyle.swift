/// The style of the page: light and dark, wide and narrow, and on paper.
enum HTMLStyle {
    static let text =
        base + TimelineStyle.light + narrow + "@media (prefers-color-scheme: dark) {\n" + dark + TimelineStyle.dark
        + "}\n"
        + print

    private static let base = """
        :root { --paper: #ffffff; --card: #f6f7f9; --ink: #1c1e21; --muted: #5b616b; --rule: #e3e6ea; --accent: #2458a8;
          --good: #1b6b39; --warning: #8a5200; --critical: #b3161b; --warningBack: #fdf1d8; --criticalBack: #fbe4e3; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 1200px; padding: 24px 24px 48px; background: var(--paper); color: var(--ink);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
        h1 { font-size: 28px; line-height: 1.2; margin: 0; }
        h2 { font-size: 20px; margin: 40px 0 12px; }
        header p { margin: 4px 0 0; }
        .muted { color: var(--muted); }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); margin: 0; }
        .tiles { list-style: none; margin: 20px 0 12px; padding: 0; display: grid; gap: 12px;
          grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); }
        .tile { background: var(--card); border-radius: 10px; padding: 12px 16px; display: flex; flex-direction: column; }
        .tile .figure { font-size: 30px; line-height: 1.2; font-weight: 650; font-variant-numeric: tabular-nums; }
        .tile .caption { color: var(--muted); font-size: 14px; }
        .tile.warning { background: var(--warningBack); } .tile.warning .figure { color: var(--warning); }
        .tile.critical { background: var(--criticalBack); } .tile.critical .figure { color: var(--critical); }
        .tile.warning .caption, .tile.critical .caption { color: var(--ink); }
        .sentence { margin: 0; }
        figure { margin: 0; }
        .timeline { display: block; width: 100%; height: auto; }
        .narrow { display: none; }
        details { margin-top: 8px; }
        summary { cursor: pointer; color: var(--accent); }
        ul.words { padding-left: 20px; } ul.words li { margin: 6px 0; }
        table { width: 100%; border-collapse: collapse; font-size: 14px; }
        th, td { text-align: left; vertical-align: top; padding: 7px 12px 7px 0; border-bottom: 1px solid var(--rule); }
        .free { overflow-wrap: anywhere; }
        thead th { color: var(--muted); font-weight: 600; vertical-align: bottom; }
        tbody th { font-weight: 600; min-width: 110px; }
        .number { text-align: right; font-variant-numeric: tabular-nums; }
        td time { white-space: nowrap; font-variant-numeric: tabular-nums; }
        td .words { color: var(--muted); display: block; font-size: 13px; }
        td.good { color: var(--good); } td.warning { color: var(--warning); font-weight: 600; }
        td.critical { color: var(--critical); font-weight: 600; }
        th button { all: unset; cursor: pointer; } th button:hover { color: var(--accent); }
        th button:focus-visible, summary:focus-visible, input:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        th[aria-sort="ascending"] button::after { content: " ↑"; } th[aria-sort="descending"] button::after { content: " ↓"; }
        .tools { margin: 0 0 8px; }
        input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--muted); border-radius: 6px;
          padding: 4px 8px; max-width: 100%; }
        footer { margin-top: 40px; font-size: 14px; }

        """

    private static let narrow = """
        @media screen { section { overflow-x: auto; } }
        @media (max-width: 720px) {
          body { padding: 16px 16px 32px; }
          h1 { font-size: 24px; }
          .wide { display: none; } .narrow { display: block; }
          .tiles { grid-template-columns: repeat(2, 1fr); gap: 8px; }
          .tile { padding: 10px 12px; } .tile .figure { font-size: 24px; }
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          table, tbody, tr, th, td { display: block; }
          tbody tr { background: var(--card); border-radius: 10px; padding: 8px 12px; margin: 0 0 10px; }
          tbody tr[hidden] { display: none; }
          tbody th { border: 0; padding: 2px 0 4px; font-size: 16px; }
          tbody td { border: 0; padding: 2px 0; display: flex; gap: 12px; justify-content: space-between; text-align: right; }
          tbody td::before { content: attr(data-label); color: var(--muted); text-align: left; font-weight: 400; white-space: nowrap; }
          td .words { display: inline; margin-left: 6px; }
          td.number { text-align: right; }
        }

        """

    private static let dark = """
        :root { --paper: #16181c; --card: #1f2228; --ink: #f1f3f5; --muted: #a2a9b4; --rule: #2c3036; --accent: #8ab4f8;
          --good: #78d39a; --warning: #ffc061; --critical: #ff8a87; --warningBack: #33270f; --criticalBack: #3a1c1d; }

        """

    // A browser repeats the headings of a table on each page where they are in one piece and hold no control. Nobody can
    // open what is closed.
    private static let print = """
        @media print {
          :root { --paper: #ffffff; --card: #ffffff; --ink: #000000; --muted: #444444; --rule: #bbbbbb; --good: #1b6b39;
            --warning: #8a5200; --critical: #b3161b; --warningBack: #ffffff; --criticalBack: #ffffff; }
          body { max-width: none; padding: 0; font-size: 11px; }
          .tile { border: 1px solid var(--rule); } .tools { display: none; }
          table { font-size: 9px; } td .words { font-size: 9px; }
          tr, .tile, figure { break-inside: avoid; } h2 { break-after: avoid; }
          thead { break-inside: avoid; } th button { display: contents; } details:not([open]) { display: none; }
          .timeline, .tile { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }

        """
}
