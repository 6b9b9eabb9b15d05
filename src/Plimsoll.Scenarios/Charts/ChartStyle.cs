namespace Plimsoll.Scenarios.Charts;

/// <summary>How charts look: colors are variables, for light and dark screens and for print.</summary>
public static class ChartStyle
{
    /// <summary>
    /// Colors as variables, for light and dark: six that stay apart for the color-blind (blue, orange, green, pink,
    /// brown, gray), in two sets, and those of paper, ink and rules.
    /// </summary>
    public const string Colors = """
        :root { color-scheme: light dark; --paper: #fff; --card: #fff; --ink: #17212b; --soft: #5b6875;
          --rule: #e3e8ed; --edge: #d5dce3; --shade: #eef1f4; --good: #147a52; --bad: #b42318;
          --c1: #1f6fd1; --c2: #d8660a; --c3: #12936a; --c4: #b23a8a; --c5: #8a6712; --c6: #75818d; }
        @media (prefers-color-scheme: dark) { :root { --paper: #10161c; --card: #171f27; --ink: #e6ebf0;
          --soft: #9aa7b4; --rule: #27323d; --edge: #2c3844; --shade: #1e2832; --good: #4cc38a; --bad: #ff8a7a;
          --c1: #6aa9f7; --c2: #f39b52; --c3: #4cc9a0; --c4: #e58cc3; --c5: #d0b15c; --c6: #98a4b0; } }

        """;

    /// <summary>A style sheet for pages with charts, on <see cref="Colors"/>.</summary>
    public const string Css = Colors + """
        .c1 { --c: var(--c1) } .c2 { --c: var(--c2) } .c3 { --c: var(--c3) }
        .c4 { --c: var(--c4) } .c5 { --c: var(--c5) } .c6 { --c: var(--c6) }
        .chart { margin: 0; min-width: 0 }
        .chart figcaption { font-weight: 600; margin: 0 0 .4rem }
        .chart > svg { display: block; width: 100%; height: auto; overflow: visible }
        .chart text { font-size: 13px; fill: var(--soft); font-variant-numeric: tabular-nums }
        .chart .grid { stroke: var(--rule) } .chart .axis, .chart .tick { stroke: var(--edge) }
        .chart .band { fill: var(--shade) }
        .chart .line { fill: none; stroke: var(--c); stroke-width: 2; stroke-linejoin: round }
        .chart .area { fill: var(--c); fill-opacity: .18; stroke: none }
        .chart .stack { fill: color-mix(in srgb, var(--c) 55%, var(--card)); stroke: none }
        .chart .mark { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 4 }
        .chart .hover rect { fill: transparent } .chart .hover rect:hover { fill: var(--ink); fill-opacity: .07 }
        .chart .heat rect { fill: var(--c1) }
        .legend { list-style: none; margin: .3rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1rem;
          font-size: .85rem; color: var(--soft) }
        .key { display: inline-block; width: .8rem; height: .8rem; border-radius: 3px; margin-right: .4rem;
          vertical-align: -.08rem; background: var(--c) }
        .key.dashed { height: 0; border-top: 2px dashed var(--ink); border-radius: 0; vertical-align: .25rem;
          background: none }
        .key.shade { background: var(--shade); border: 1px solid var(--edge) }
        .bars { overflow-x: auto } .bars table { width: 100% } .bars th[scope=row] { white-space: nowrap; width: 1% }
        .bars td.bar { width: 99%; min-width: 2.5rem } .bars td.bar svg { display: block; width: 100%; height: 1rem }
        .bars td { white-space: nowrap } .bars rect { fill: var(--c) }
        details summary { cursor: pointer; font-size: .85rem; color: var(--soft); margin-top: .4rem }
        .scroll { overflow-x: auto } details .scroll { max-height: 22rem; overflow-y: auto }
        @media (max-width: 640px) { .chart text { font-size: 17px } .chart .name { display: none } }
        """;
}
