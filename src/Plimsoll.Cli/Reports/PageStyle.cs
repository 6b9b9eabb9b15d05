namespace Plimsoll.Cli.Reports;

/// <summary>How pages look; colors are those of <see cref="Scenarios.Charts.ChartStyle"/>.</summary>
internal static class PageStyle
{
    /// <summary>A style sheet for phones, screens and paper.</summary>
    public const string Css = """
        * { box-sizing: border-box }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system,
          "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; -webkit-text-size-adjust: 100% }
        main { max-width: 1180px; margin: 0 auto; padding: 2rem 1.25rem 4rem }
        header { max-width: 60rem }
        .kind { margin: 0; font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; color: var(--soft) }
        h1 { font-size: clamp(1.5rem, 1.1rem + 1.6vw, 2.25rem); line-height: 1.2; margin: .2rem 0 .75rem;
          letter-spacing: -.01em; text-wrap: balance }
        h2 { font-size: 1.2rem; margin: 2.75rem 0 .9rem }
        .answer { font-size: 1.1rem; margin: 0; max-width: 46rem; text-wrap: pretty }
        .because { color: var(--soft); margin: .35rem 0 0; max-width: 52rem; text-wrap: pretty }
        .keys { display: grid; grid-template-columns: repeat(4, 1fr); gap: .75rem; margin: 1.75rem 0 0 }
        .keys div, .chart, .card { background: var(--card); border: 1px solid var(--edge); border-radius: 10px }
        .keys div { padding: .8rem 1rem }
        .keys dt { font-size: .85rem; color: var(--soft) }
        .keys dd { margin: 0; font-size: 1.6rem; font-weight: 650; line-height: 1.25; letter-spacing: -.01em;
          font-variant-numeric: tabular-nums }
        .keys dd.note { font-size: .82rem; font-weight: 400; letter-spacing: 0; margin-top: .15rem }
        .note, .intro { color: var(--soft); font-size: .9rem } section > .note { max-width: 46rem }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem;
          align-items: start }
        .charts.wide { grid-template-columns: 1fr; margin-top: 1rem }
        .chart { padding: 1rem 1.1rem }
        table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums }
        .card table { width: 100% } .card { padding: .35rem .5rem }
        th, td { padding: .4rem .6rem; text-align: right; white-space: nowrap; border-top: 1px solid var(--rule) }
        thead th { border-top: 0; font-weight: 500; color: var(--soft) }
        th[scope=row], .t, .chart th:first-child { text-align: left } th[scope=row] { font-weight: 600 }
        td.t { white-space: normal; min-width: 7rem } tbody tr:hover { background: var(--shade) }
        pre { background: var(--shade); border-radius: 8px; padding: .8rem 1rem; overflow-x: auto }
        @media (max-width: 900px) { .keys { grid-template-columns: 1fr 1fr } }
        @media print { .chart, .keys div, section { break-inside: avoid } details { display: none } }
        @media (max-width: 640px) { main { padding: 1.25rem .9rem 3rem } .answer { font-size: 1rem }
          .keys { gap: .5rem } .keys dd { font-size: 1.3rem }
          .keys div { padding: .6rem .75rem } .chart { padding: .8rem .75rem } }
        """;
}
