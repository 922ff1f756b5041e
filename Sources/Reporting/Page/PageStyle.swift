/// How a page looks: paper and ink, four colours that are never alone, narrow and wide, dark and printed.
///
/// All pairs of text and ground have a contrast of at least 4.5 : 1 (WCAG 2.1, level AA). MathML (Core) takes no colour
/// and no alignment from its own attributes, so a marked term and the arms of cases are styled here.
enum PageStyle {
  static let sheet = """
    :root {
      --paper: #fcfbf8; --card: #ffffff; --ink: #20242a; --soft: #5b626c; --rule: #dfdbd1;
      --right: #176239; --right-tint: #e6f3ea; --wrong: #a81c22; --wrong-tint: #fdeceb;
      --open: #7d5200; --open-tint: #fcf2da; --sure: #1c5a87; --sure-tint: #e5f0f8;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --paper: #14161a; --card: #1b1e23; --ink: #e8e5df; --soft: #a5abb4; --rule: #363b43;
        --right: #83d6a0; --right-tint: #16301f; --wrong: #ffa49c; --wrong-tint: #3b1b1b;
        --open: #efc56b; --open-tint: #33290f; --sure: #93caf0; --sure-tint: #142a3b;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
    body {
      margin: 0 auto; max-width: 64rem; padding: 2.5rem 1.5rem 4rem; background: var(--paper); color: var(--ink);
      font: 1.0625rem/1.55 "Latin Modern Roman", "STIX Two Text", Palatino, "Palatino Linotype", "URW Palladio L",
        "TeX Gyre Pagella", Georgia, "DejaVu Serif", serif;
    }
    math {
      font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", "TeX Gyre Pagella Math",
        "DejaVu Math TeX Gyre", math;
    }
    mtd { text-align: left; padding: 0.15em 0.4em; }
    code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.84em; }
    small { font-size: 0.8em; color: var(--soft); }
    h1, h2, h3 { font-weight: 600; line-height: 1.25; margin: 0; }
    h1 { font-size: 2rem; }
    h2 { font-size: 1.6rem; }
    h3 { font-size: 1.2rem; margin: 2.6rem 0 0.8rem; padding-bottom: 0.35rem; border-bottom: 1px solid var(--rule); }
    p { margin: 0.4rem 0; }
    a { color: inherit; }
    .right { --tone: var(--right); --tint: var(--right-tint); }
    .wrong { --tone: var(--wrong); --tint: var(--wrong-tint); }
    .open { --tone: var(--open); --tint: var(--open-tint); }
    .confirmed { --tone: var(--sure); --tint: var(--sure-tint); }
    .note { --tone: var(--soft); --tint: transparent; }
    .summary { color: var(--tone, inherit); font-size: 1.1rem; }
    .origin { color: var(--soft); font-size: 0.85rem; overflow-wrap: anywhere; }
    .file + .file { margin-top: 4rem; padding-top: 2rem; border-top: 3px double var(--rule); }

    .strip ol { list-style: none; margin: 1.4rem 0 0; padding: 0; display: grid; gap: 0.4rem; grid-template-columns: repeat(auto-fill, minmax(6.9rem, 1fr)); }
    .strip li { min-width: 0; }
    .strip a {
      display: block; height: 100%; padding: 0.35rem 0.6rem; border-radius: 0.35rem; text-decoration: none; line-height: 1.3;
      background: var(--tint); color: var(--tone); border-bottom: 3px solid var(--tone);
      overflow: hidden;
    }
    .strip b { display: block; font-size: 0.86rem; font-weight: 600; white-space: nowrap; }
    .strip small { display: block; color: inherit; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .strip a:hover, .strip a:focus-visible { outline: 2px solid var(--tone); outline-offset: 1px; }

    .given table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
    .given tbody { display: table; width: 100%; }
    .given th, .given td { padding: 0.45rem 1rem 0.45rem 0; vertical-align: middle; text-align: left; font-weight: normal; }
    .given th { width: 4.6rem; }
    .given td.shape { color: var(--soft); white-space: nowrap; text-align: right; }
    .given td.number { width: 2rem; padding-right: 0.2rem; text-align: right; }
    .number { color: var(--soft); font-variant-numeric: tabular-nums; font-size: 0.8rem; text-align: right; }

    .prose { margin: 1.6rem 0; overflow-wrap: break-word; }
    .prose p, .prose ul, .prose ol, .prose blockquote { max-width: 44rem; }
    .prose p { margin: 0.7rem 0; }
    .prose h2, .prose h3, .prose h4, .prose h5, .prose h6 { margin: 1.8rem 0 0.6rem; padding: 0; border: 0; line-height: 1.25; font-weight: 600; }
    .prose h4, .prose h5, .prose h6 { font-size: 1.05rem; }
    .prose ul, .prose ol { margin: 0.7rem 0; padding-left: 1.7rem; }
    .prose li { margin: 0.2rem 0; }
    .prose blockquote { margin: 0.9rem 0; padding-left: 1rem; border-left: 3px solid var(--rule); color: var(--soft); }
    .prose pre { margin: 0.8rem 0; padding: 0.7rem 0.9rem; overflow-x: auto; line-height: 1.45; background: var(--card); border: 1px solid var(--rule); border-radius: 0.35rem; }
    .prose hr { border: 0; border-top: 1px solid var(--rule); margin: 1.6rem 0; }
    .prose + .given h3, .prose + .claim h3 { margin-top: 1.2rem; }

    .formula { overflow-x: auto; overflow-y: hidden; padding: 0.35rem 0.2rem; font-size: 1.12rem; line-height: 2.5; }
    .head { padding-left: 1.1rem; }
    .relation { display: inline-block; min-width: 1.5em; }
    .case { margin: 1.4rem 0 0; }
    .step { margin: 0.7rem 0 1.1rem; padding: 0.25rem 0 0.25rem 1.1rem; border-left: 3px solid var(--tone); scroll-margin-top: 1rem; }
    .step:target { background: var(--tint); }
    .line { display: flex; align-items: center; gap: 1rem; }
    .line .formula { flex: 1 1 auto; min-width: 0; padding-left: 1.2rem; }
    .verdict {
      flex: none; margin: 0; padding: 0.15rem 0.7rem; border-radius: 1rem; background: var(--tint); color: var(--tone);
      font-size: 0.88rem; font-weight: 600; white-space: nowrap;
    }
    .marked {
      background: var(--wrong-tint); outline: 1.5px solid var(--wrong); outline-offset: 2px; border-radius: 2px;
      color: var(--wrong); padding: 0.1em 0.15em; margin: 0 0.15em;
    }
    .source { margin: 0.1rem 0; overflow-x: auto; color: var(--soft); line-height: 1.45; }
    .source .number { display: inline-block; min-width: 2.2em; padding-right: 0.9em; user-select: none; }
    .source mark { background: var(--wrong-tint); color: var(--wrong); text-decoration: underline wavy; text-underline-offset: 3px; }
    .remark { color: var(--soft); font-style: italic; }

    .finding { margin: 0.7rem 0; padding: 0.7rem 1rem; border-radius: 0.4rem; background: var(--card); border: 1px solid var(--rule); border-top: 3px solid var(--tone); }
    .sentence { margin-top: 0; }
    .sentence .code { color: var(--tone); font-weight: 600; margin-right: 0.3rem; }
    .notes { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.1rem; margin: 0.6rem 0; align-items: baseline; }
    .notes dt { color: var(--soft); font-size: 0.85rem; }
    .notes dd { margin: 0; min-width: 0; overflow-x: auto; overflow-wrap: anywhere; }
    .point { line-height: 2; }
    .point small { margin-right: 0.4rem; }
    .binding { display: inline-block; margin: 0 0.9rem 0 0; }
    .scroll { overflow-x: auto; }
    .values { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.9rem; margin: 0.3rem 0; }
    .values th { font-weight: normal; color: var(--soft); }
    .values th, .values td { padding: 0.25rem 0.65rem 0.25rem 0.4rem; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; }
    .values tbody th { text-align: left; color: inherit; }
    .values .differs td { background: var(--wrong-tint); }
    .values .remark { color: var(--soft); }
    .values .differs .remark { color: var(--wrong); }
    .evidence { color: var(--soft); font-size: 0.92rem; }
    .derivation { margin: 0.3rem 0; padding-left: 2rem; }
    .derivation .formula { display: inline-block; max-width: 100%; vertical-align: middle; padding: 0.1rem 0.6rem 0.1rem 0.2rem; font-size: 1rem; line-height: 2.2; }
    .rules { padding-left: 2rem; }
    .witness { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; align-items: flex-start; }
    .counterexample { flex: 1 1 27rem; min-width: 0; }
    figure { flex: 1 1 19rem; max-width: 26rem; margin: 0.6rem 0; min-width: 0; }
    figure svg { display: block; width: 100%; height: auto; overflow: visible; }
    figcaption { color: var(--soft); font-size: 0.85rem; line-height: 1.4; margin-top: 0.3rem; }
    svg text { fill: var(--soft); font-size: 12.5px; }
    svg .axis { fill: none; stroke: var(--soft); stroke-width: 1; }
    svg .grid { stroke: var(--rule); stroke-width: 1; }
    svg .guide { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 3 4; }
    svg .curve { fill: none; stroke: var(--tone); stroke-width: 2; stroke-linejoin: round; }
    svg .dashed { stroke-dasharray: 7 4; }
    svg rect[class], svg circle { fill: var(--tone); }
    svg .curve-name { fill: var(--tone); font-size: 13.5px; font-weight: 600; }
    details { margin: 0.3rem 0; }
    summary { cursor: pointer; color: var(--soft); font-size: 0.9rem; }
    details[open] summary { color: var(--ink); }
    .files { border-collapse: collapse; width: 100%; }
    .files th, .files td { text-align: left; padding: 0.3rem 1rem 0.3rem 0; border-bottom: 1px solid var(--rule); }
    .files td:last-child { color: var(--tone); }
    footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--rule); color: var(--soft); font-size: 0.9rem; }
    footer h2 { font-size: 1rem; }
    .legend { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1.2rem; margin: 0.6rem 0 1.2rem; }
    .legend dt { color: var(--tone); font-weight: 600; }
    .legend dd { margin: 0; }

    @media (max-width: 40rem) {
      body { padding: 1.2rem 0.9rem 3rem; font-size: 1rem; }
      h1 { font-size: 1.6rem; }
      .line { flex-direction: column; align-items: flex-start; gap: 0.2rem; }
      .line .formula { max-width: 100%; padding-left: 0.4rem; }
      .step { padding-left: 0.7rem; }
      .head { padding-left: 0.7rem; }
      .formula { font-size: 1rem; }
      .notes { grid-template-columns: 1fr; gap: 0; }
      .notes dd { margin-bottom: 0.5rem; }
      .strip ol { grid-template-columns: repeat(auto-fill, minmax(6.2rem, 1fr)); }
      .given td.number { display: none; }
      .given th { width: 3.6rem; }
      .source { white-space: pre-wrap; overflow-wrap: anywhere; }
      .values { font-size: 0.8rem; }
      .values th, .values td { padding: 0.25rem 0.45rem 0.25rem 0.25rem; }
      .counterexample, figure { flex-basis: 100%; }
    }
    @media print {
      :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --rule: #bbb; }
      html { font-size: 10pt; }
      body { max-width: none; padding: 0; font-size: 1rem; }
      .strip, summary { break-after: avoid; }
      .finding, .line, .values, figure, details:not([open]) { break-inside: avoid; }
      h3, .head, .line, .source { break-after: avoid; }
      .counterexample { flex-basis: 25rem; }
      figure { flex-basis: 15rem; max-width: 18rem; }
      .formula, .source, .scroll, .given table, .prose pre { overflow: visible; }
      .source, .prose pre { white-space: pre-wrap; }
      details::details-content { content-visibility: visible; display: block; height: auto; }
      details:not([open]) > :not(summary, .notes), details:not([open]) > .rules { display: none; }
      details > p, h2, h4, .case { break-after: avoid; }
      summary { list-style: none; }
      summary::-webkit-details-marker { display: none; }
      .notes dd { overflow: visible; }
      .derivation li, .prose li, .prose pre, .prose blockquote, .legend, tr { break-inside: avoid; }
      p { orphans: 3; widows: 3; }
      .step:target { background: none; }
      a { text-decoration: none; }
    }

    """
}
