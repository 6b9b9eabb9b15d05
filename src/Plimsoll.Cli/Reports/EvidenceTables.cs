using System.Globalization;
using Plimsoll.Evidence;
using Plimsoll.Planning;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>What a plan rests on, as a person reads it.</summary>
internal static class EvidenceTables
{
    private const int Shown = 8;
    private const int ShownBars = 12;
    private const int BarWidth = 20;

    public static void Write(Sensitivity sensitivity, IAnsiConsole console)
    {
        console.Write(Strongest(sensitivity));
        if (sensitivity.Tornado.Any(bar => bar.Swing > 0))
            console.Write(Tornado(sensitivity));
        if (!sensitivity.Tips.IsEmpty)
            console.Write(Tips(sensitivity));
    }

    private static Table Strongest(Sensitivity sensitivity)
    {
        var shares = sensitivity.Shares.Where(s => s.Share > 0)
            .Select(s => $"{s.Kind.ToString().ToLowerInvariant()} {Figures.Percent(s.Share)}");
        var table = ReportTables.New($"Evidence: {string.Join(", ", shares)}");
        table.AddColumn("Strongest inputs");
        ReportTables.AddNumbers(table, "+1% of it gives");
        table.AddColumn("Evidence");
        foreach (var (input, elasticity) in sensitivity.Effects.Take(Shown))
        {
            table.AddRow(
                Markup.Escape(input.Path),
                elasticity.ToString("+0.00;−0.00", CultureInfo.InvariantCulture) + "%",
                Markup.Escape(EvidenceText(input.Provenance)));
        }

        return table;
    }

    /// <summary>
    /// Bars around what the middle values give: dark for the low end of an input, light for its high end.
    /// </summary>
    private static Table Tornado(Sensitivity sensitivity)
    {
        var bars = sensitivity.Tornado.Where(bar => bar.Swing > 0).Take(ShownBars).ToArray();
        var left = sensitivity.Tornado.Length - bars.Length;
        var table = ReportTables.New("Where sources disagree: served in storm with one input at an end of its range"
            + (left > 0 ? $"; {left} more move it less" : ""));
        table.AddColumn("Input");
        ReportTables.AddNumbers(table, "Low", "High");
        table.AddColumn($"█ low ░ high ┃ {Figures.Percent(sensitivity.Margin)}");
        ReportTables.AddNumbers(table, "At low", "At high");
        var reach = bars.Max(bar => Math.Max(Away(bar.AtLow), Away(bar.AtHigh)));
        foreach (var bar in bars)
        {
            table.AddRow(
                Markup.Escape(bar.Input.Path),
                Figures.Input(bar.Input.Low, bar.Input),
                Figures.Input(bar.Input.High, bar.Input),
                Bar(bar),
                ReportTables.Colored(bar.AtLow >= 1, Figures.Percent(bar.AtLow)),
                ReportTables.Colored(bar.AtHigh >= 1, Figures.Percent(bar.AtHigh)));
        }

        return table;

        double Away(double margin) => double.IsFinite(margin) ? Math.Abs(margin - sensitivity.Margin) : 0;

        string Bar(TornadoBar bar)
        {
            var line = new string(' ', BarWidth + 1).ToCharArray();
            Draw(line, bar.AtHigh, '░');
            Draw(line, bar.AtLow, '█');
            line[BarWidth / 2] = '┃';
            return new string(line);
        }

        void Draw(char[] line, double margin, char ink)
        {
            var cells = (int)Math.Round(Away(margin) / reach * (BarWidth / 2));
            for (var cell = 1; cell <= cells; cell++)
                line[(BarWidth / 2) + (margin < sensitivity.Margin ? -cell : cell)] = ink;
        }
    }

    private static Table Tips(Sensitivity sensitivity)
    {
        var left = sensitivity.Tips.Length - Shown;
        var more = left > 0 ? $"; {left} more are farther away" : "";
        var table = ReportTables.New(sensitivity.Margin >= 1
            ? $"Single assumptions that would break it, the nearest first{more}"
            : $"Single assumptions that would mend it, the nearest first{more}");
        table.AddColumn("Input");
        ReportTables.AddNumbers(table, "Now", "Turns at", "Change");
        table.AddColumns("In its range", "Evidence");
        foreach (var tip in sensitivity.Tips.Take(Shown))
        {
            table.AddRow(
                Markup.Escape(tip.Input.Path),
                Figures.Input(tip.Input.Mid, tip.Input),
                Figures.Input(tip.Value, tip.Input),
                tip.Change.ToString("+0.#%;−0.#%", CultureInfo.InvariantCulture),
                !tip.Input.HasRange ? "none stated" : tip.IsWithinRange ? "yes" : "no",
                Markup.Escape(EvidenceText(tip.Input.Provenance)));
        }

        return table;
    }

    private static string EvidenceText(Provenance provenance) => string.Join(", ", new[]
    {
        provenance.Kind.ToString().ToLowerInvariant(), provenance.Source,
    }.Where(part => part is not null));
}
