using Plimsoll.Demand;
using Plimsoll.Planning;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>A plan as a person reads it.</summary>
internal static class PlanTables
{
    private const int StrongestInputs = 8;

    public static void Write(PlanStudy study, IAnsiConsole console)
    {
        var report = study.Report;
        var compare = report.Model.Compare;
        console.MarkupLineInterpolated($"[bold]{report.Model.Title}[/]");
        console.WriteLine(
            $"Policy and supply of {Figures.Day(compare.Before)} against {Figures.Day(compare.After)}; "
            + $"ramp complete by {Figures.Day(compare.Ramped)}.");
        console.WriteLine(CriterionText(report.Model.Criterion));
        console.WriteLine();
        console.Write(Fleets(report));
        if (report.Changes.Length > 0)
            console.Write(Lines("What changes", report.Changes, study));
        console.Write(Lines("What stays, were it raised for all", report.Bundles, study));
        console.Write(Capacity(report));
        if (report.Observations.Length > 0)
            console.Write(Observations(report));
        console.Write(Evidence(study.Sensitivity));
        console.MarkupLine("[bold]Verdict[/]");
        foreach (var sentence in study.Verdict.Sentences)
            console.WriteLine(sentence);
    }

    private static string CriterionText(Criterion criterion)
    {
        var outage = criterion.FeedsLost > 0
            ? "any one power feed of any one site lost (N-1)" : "everything in service";
        return $"Normal: mean demand, everything in service. Firm: demand at its {criterion.DemandPercentile:P0} "
            + $"percentile ({Figures.Multiple(criterion.DemandMultiple)} the mean), {outage}.";
    }

    private static Table Fleets(PlanReport report)
    {
        var table = New("Load that the fleet serves at its tightest hour, over what the policy asks for");
        table.AddColumns("Fleet and policy", "Demand of");
        AddNumbers(table, "Accelerators", "MW", "Normal", "Firm");
        table.AddColumn("What stops it");
        foreach (var outlook in report.Outlooks)
        {
            table.AddRow(
                Name(outlook.Kind, report),
                Figures.Day(outlook.At),
                Figures.Amount(outlook.Accelerators),
                Figures.Amount(outlook.Power.Value / 1e6),
                Figures.Percent(outlook.Normal),
                Colored(outlook.Firm >= 1, Figures.Percent(outlook.Firm)),
                Markup.Escape(Figures.Binding(outlook.Binding, report)));
        }

        return table;
    }

    private static string Name(OutlookKind kind, PlanReport report) => kind switch
    {
        OutlookKind.Before => "before, old policy",
        OutlookKind.Without => Markup.Escape($"without {string.Join(", ", report.NewSites)}"),
        OutlookKind.After => "on the day",
        _ => "ramped",
    };

    private static Table Lines(string title, IReadOnlyList<DialOutlook> dials, PlanStudy study)
    {
        var report = study.Report;
        var table = New($"{title}: load lines, the largest multiple of the limit before that is borne");
        table.AddColumn("Limit");
        AddNumbers(table, "Before", "After", "×");
        if (!report.NewSites.IsEmpty)
            AddNumbers(table, "Without");
        AddNumbers(table, "On the day", "Ramped", "Range", "Headroom");
        table.AddColumn("What stops it when ramped");
        for (var i = 0; i < dials.Count; i++)
        {
            var (dial, ramped) = (dials[i].Dial, dials[i].Ramped);
            var range = dials == (IReadOnlyList<DialOutlook>)report.Changes
                ? $"{Figures.Multiple(study.Sensitivity.LowLines[i])} to {Figures.Multiple(study.Sensitivity.HighLines[i])}"
                : "";
            var cells = new List<string>
            {
                Markup.Escape(LimitText(dial)),
                string.Join('\n', dial.Steps.Take(2).Select(s => Figures.Amount(s.Before))),
                string.Join('\n', dial.Steps.Take(2).Select(s => Figures.Amount(s.After))),
                Figures.Multiple(dial.AfterMultiple),
            };
            if (dials[i].Without is { } without)
                cells.Add(Line(without, dial));
            cells.AddRange([
                Line(dials[i].After, dial), Line(ramped, dial), range, Figures.SignedPercent(dials[i].Headroom),
                Markup.Escape(Figures.Binding(ramped.Binding, report)),
            ]);
            table.AddRow([.. cells]);
        }

        return table;
    }

    private static string LimitText(Dial dial)
    {
        if (dial.Steps.IsEmpty)
            return dial.Title;
        var holders = dial.Steps.Select(s => s.Holder).Distinct().ToArray();
        var more = holders.Length > 2 ? $" (and {holders.Length - 2} plans more)" : "";
        return $"{dial.Title}\n{string.Join('\n', dial.Steps.Take(2).Select(s => $"  {s.Holder}, {s.Limit}"))}{more}";
    }

    private static string Line(LoadLine line, Dial dial) =>
        Colored(line.Bears(dial.AfterMultiple), Figures.Multiple(line.Multiple));

    private static Table Capacity(PlanReport report)
    {
        var classes = report.Model.Classes;
        var table = New("What each pool yields if its site serves one class only, ramped, within objective and power");
        table.AddColumns("Site", "Pool");
        AddNumbers(table, "Accelerators");
        foreach (var modelClass in classes)
            AddNumbers(table, $"{modelClass.Name} out tok/s");
        foreach (var pool in report.Pools)
        {
            var cells = new List<string>
            {
                Markup.Escape(pool.Site), Markup.Escape(pool.Pool), Figures.Amount(pool.Accelerators),
            };
            foreach (var yield in pool.Yields)
            {
                var power = yield is { Point: not null, PoweredShare: < 0.9995 }
                    ? $" (power for {Figures.Percent(yield.PoweredShare)})" : "";
                cells.Add(yield.Point is null ? "no" : $"{Figures.Amount(yield.OutputTokensPerSecond)}{power}");
            }

            table.AddRow([.. cells]);
        }

        return table;
    }

    private static Table Observations(PlanReport report)
    {
        var table = New("Assumed demand against what is published");
        table.AddColumn("Observation");
        AddNumbers(table, "Published", "Model");
        foreach (var (observation, modelled) in report.Observations)
        {
            var hours = observation.Kind == ObservationKind.ActivePerWeek;
            table.AddRow(
                Markup.Escape(observation.Name), Value(observation.Published, hours), Value(modelled, hours));
        }

        return table;

        static string Value(double value, bool hours) => hours
            ? $"{Figures.Amount(value)} h" : value.ToString("0.0 %", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Table Evidence(Sensitivity sensitivity)
    {
        var shares = sensitivity.Shares.Where(s => s.Share > 0)
            .Select(s => $"{s.Kind.ToString().ToLowerInvariant()} {Figures.Percent(s.Share)}");
        var table = New($"What the ramped firm figure rests on: {string.Join(", ", shares)}");
        table.AddColumn("Strongest inputs");
        AddNumbers(table, "+1 % of it gives");
        table.AddColumn("Evidence");
        foreach (var (input, elasticity) in sensitivity.Effects.Take(StrongestInputs))
        {
            table.AddRow(
                Markup.Escape(input.Path),
                elasticity.ToString("+0.00 %;−0.00 %", System.Globalization.CultureInfo.InvariantCulture),
                Markup.Escape(EvidenceText(input.Provenance)));
        }

        return table;
    }

    private static string EvidenceText(Evidence.Provenance provenance) => string.Join(", ", new[]
    {
        provenance.Kind.ToString().ToLowerInvariant(), provenance.Source,
    }.Where(part => part is not null));

    private static string Colored(bool good, string text) => good ? $"[green]{text}[/]" : $"[red]{text}[/]";

    private static Table New(string title) =>
        new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(title)), ShowRowSeparators = false };

    private static void AddNumbers(Table table, params string[] names)
    {
        foreach (var name in names)
            table.AddColumn(new TableColumn(name).RightAligned());
    }
}
