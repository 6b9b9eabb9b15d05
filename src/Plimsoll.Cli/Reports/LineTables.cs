using Plimsoll.Planning;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>Conditions, load lines and the operator's order of a plan, as a person reads them.</summary>
internal static class LineTables
{
    private const int ShownSteps = 3;

    public static void Write(PlanStudy study, IAnsiConsole console)
    {
        var report = study.Report;
        console.Write(Conditions(study));
        console.Write(Splits(report));
        if (report.Changes.Length > 0)
            console.Write(Changes(report));
        console.Write(Lines(report));
        if (report.Conditions.Any(outlook => outlook.Binding is not null))
            console.Write(Worth(report));
        var priced = report.Changes.Concat(report.Bundles).Where(outlook => outlook.Priced is not null).ToArray();
        if (priced.Length > 0)
            console.Write(Prices(priced, report));
        console.Write(Supply(study));
        if (report.Order.Length > 0)
            console.Write(Order(report));
    }

    private static Table Conditions(PlanStudy study)
    {
        var (report, sensitivity) = (study.Report, study.Sensitivity);
        var table = ReportTables.New("What the policy after meets when ramped, condition by condition");
        table.AddColumns("Condition", "What has to be borne");
        ReportTables.AddNumbers(table, "Accelerators", "Served", "Range");
        table.AddColumn("What stops it");
        foreach (var outlook in report.Conditions)
        {
            table.AddRow(
                $"{outlook.Condition}",
                Markup.Escape(Meaning(outlook, report)),
                Figures.Amount(outlook.Accelerators),
                Marked(outlook.Holds, Figures.Percent(outlook.Served)),
                RangeOf(outlook.Condition, sensitivity),
                Markup.Escape(Figures.Binding(outlook.Binding, report)));
        }

        return table;
    }

    /// <summary>Served over required where every disputed input is at its worse and at its better end.</summary>
    public static string RangeOf(Condition condition, Sensitivity sensitivity) =>
        $"{Figures.Percent(sensitivity.Worse.Under(condition))} to "
            + Figures.Percent(sensitivity.Better.Under(condition));

    private static Table Splits(PlanReport report)
    {
        var table = ReportTables.New("What makes the difference, one after the other: served in Storm");
        table.AddColumn("Until");
        ReportTables.AddNumbers(table, [.. SplitNames(report.Splits[0])]);
        foreach (var split in report.Splits)
            table.AddRow([Figures.Day(split.To), .. SplitCells(split)]);
        return table;
    }

    /// <summary>What is exchanged, in order.</summary>
    public static IEnumerable<string> SplitNames(MarginSplit split) =>
        [Figures.Day(split.From), "Then its demand", "Its supply", "Its policy"];

    /// <summary>What is served then.</summary>
    public static IEnumerable<string> SplitCells(MarginSplit split) =>
        new[] { split.Before, split.WithDemand, split.WithSupply, split.WithPolicy }.Select(Figures.Percent);

    /// <summary>What a condition asks for, in words.</summary>
    public static string Meaning(ConditionOutlook outlook, PlanReport report)
    {
        var criterion = report.Model.Criterion;
        return outlook.Condition switch
        {
            Condition.Normal => "mean demand, all in service",
            Condition.Peak => $"percentile {Figures.Amount(criterion.DemandPercentile * 100)} of demand",
            Condition.Storm when criterion.FeedsLost == 0 => "as Peak: no outage is asked for",
            Condition.Storm => "Peak, any one feed of a site lost",
            Condition.Growth => $"Storm on {Figures.Day(outlook.At)}",
            _ => outlook.Withdrawn.IsEmpty
                ? "Storm; nothing can be withdrawn sooner than the promises"
                : $"Storm without {string.Join(", ", outlook.Withdrawn)}",
        };
    }

    private static Table Changes(PlanReport report)
    {
        var table = ReportTables.New("What changes");
        table.AddColumns("Change", "Limits");
        ReportTables.AddNumbers(table, "Now");
        foreach (var dial in report.Changes.Select(change => change.Dial))
        {
            table.AddRow(
                Markup.Escape(dial.Title), Markup.Escape(StepsOf(dial)), Figures.Multiple(dial.AfterMultiple));
        }

        return table;
    }

    private static string StepsOf(Dial dial)
    {
        var steps = dial.Steps.Take(ShownSteps).Select(s =>
            $"{s.Holder} {s.Limit} {Figures.Amount(s.Before)} → {Figures.Amount(s.After)} {s.Unit}");
        var left = dial.Steps.Length - ShownSteps;
        return string.Join('\n', steps.Concat(left > 0 ? [$"and {left} more, alike"] : []));
    }

    private static Table Lines(PlanReport report)
    {
        var table = ReportTables.New("Load lines when ramped: the largest multiple of the limit before that is borne");
        table.AddColumn("Limit");
        ReportTables.AddNumbers(table, ["Now", .. Enum.GetNames<Condition>()]);
        foreach (var outlook in report.Changes.Concat(report.Bundles))
        {
            var lines = outlook.Lines.Select(line => Line(line, outlook.Dial));
            table.AddRow([Markup.Escape(Title(outlook.Dial)), Figures.Multiple(outlook.Dial.AfterMultiple), .. lines]);
        }

        return table;
    }

    /// <summary>Bundles are told from changes by their verb: nothing changed, they are only turned.</summary>
    private static string Title(Dial dial) => dial is BundleDial ? $"{dial.Title} raised" : dial.Title;

    private static Table Worth(PlanReport report)
    {
        var table = ReportTables.New("What a little more of one thing adds to what is served, at its shadow price");
        var stopped = report.Conditions.Where(outlook => outlook.Binding is not null).ToArray();
        var kinds = KindsOf(stopped.Select(outlook => outlook.Binding!));
        table.AddColumns(["Condition", .. kinds.Select(kind => kind == ResourceKind.Accelerators
            ? $"{UnitOf(kind)}, where they add most" : $"{UnitOf(kind)}, where it adds most")]);
        ReportTables.AddNumbers(table, "To hold, at least");
        foreach (var outlook in stopped)
        {
            var dearest = kinds.Select(Dearest).ToArray();
            table.AddRow(
            [
                $"{outlook.Condition}",
                .. dearest.Select(resource => Markup.Escape(Points(resource))),
                outlook.Holds ? "holds" : outlook.Served <= 0 ? "no amount"
                    : string.Join(" or ", dearest.OfType<BindingResource>().Select(Missing)),
            ]);

            BindingResource? Dearest(ResourceKind kind) => outlook.Binding!.Dearest(kind);

            string Points(BindingResource? r) => r is null ? "–"
                : $"+{Figures.Amount(outlook.Served * r.Weight * r.Unit / r.Amount * 100)} points: {r.Name}";

            string Missing(BindingResource r) => r.Kind == ResourceKind.Accelerators
                ? Figures.Amount(r.MissingAt(outlook.Served))
                : $"{Figures.Amount(r.MissingAt(outlook.Served) / r.Unit)} {r.UnitName}";
        }

        return table;
    }

    private static Table Prices(DialOutlook[] dials, PlanReport report)
    {
        var table = ReportTables.New(
            "Lines with an end: the lowest, what stops it, and how far a little more lifts it");
        var kinds = KindsOf(dials.Select(outlook => outlook.Under(outlook.Priced!.Value).Binding!));
        table.AddColumns(["Limit", "Line", "What stops it", .. kinds.Select(UnitOf)]);
        foreach (var outlook in dials)
        {
            var condition = outlook.Priced!.Value;
            var line = outlook.Under(condition);
            table.AddRow(
            [
                Markup.Escape(Title(outlook.Dial)),
                $"{Figures.Line(line.Multiple)} in {condition}",
                Markup.Escape(Figures.Moment(line.Binding!, report)),
                .. kinds.Select(kind => Markup.Escape(Rise(line, kind))),
            ]);
        }

        return table;
    }

    /// <summary>What prices are told of: accelerators, power, and permits where one binds.</summary>
    private static ResourceKind[] KindsOf(IEnumerable<Binding> bindings) =>
    [
        ResourceKind.Accelerators, ResourceKind.Power,
        .. bindings.Any(binding => binding.Dearest(ResourceKind.Permit) is not null) ? [ResourceKind.Permit]
            : Array.Empty<ResourceKind>(),
    ];

    private static string UnitOf(ResourceKind kind) => kind switch
    {
        ResourceKind.Power => "1 MW",
        ResourceKind.Permit => "1 kg a week",
        _ => "1,000 accelerators",
    };

    private static string Rise(LoadLine line, ResourceKind kind)
    {
        var resource = line.Binding!.Dearest(kind);
        return resource is not null && line.RiseWith(resource, resource.Unit) is { } rise
            ? $"+{Figures.Amount(rise)}: {resource.Name}" : "–";
    }

    private static Table Supply(PlanStudy study)
    {
        var report = study.Report;
        var table = ReportTables.New("Load lines before and after the new supply, under the criterion (Storm)");
        table.AddColumn("Limit");
        ReportTables.AddNumbers(table, "Now");
        ReportTables.AddNumbers(table, report.NewSites.IsEmpty ? [] : ["Without"]);
        ReportTables.AddNumbers(table, "On the day", "Ramped", "Range", "Headroom");
        foreach (var outlook in report.Changes.Concat(report.Bundles))
        {
            var dial = outlook.Dial;
            table.AddRow(
            [
                Markup.Escape(Title(dial)),
                Figures.Multiple(dial.AfterMultiple),
                .. outlook.Without is { } without ? [Line(without, dial)] : Array.Empty<string>(),
                Line(outlook.After, dial),
                Line(outlook.Ramped, dial),
                dial is BundleDial ? "" : $"{Of(study.Sensitivity.Worse)} to {Of(study.Sensitivity.Better)}",
                Figures.SignedPercent(outlook.Headroom),
            ]);

            string Of(RampedFigures figures) =>
                figures.LineOf(dial.Key, Condition.Storm) is { } line ? Figures.Line(line) : "no change";
        }

        return table;
    }

    private static Table Order(PlanReport report)
    {
        var table = ReportTables.New(
            "In the operator's order: headroom left after each step, or the part of it carried");
        table.AddColumn("Step");
        ReportTables.AddNumbers(table, Enum.GetNames<Condition>());
        table.AddColumn("Needs each of");
        table.AddRow(
        [
            $"policy of {Figures.Day(report.Model.Compare.Before)}",
            .. report.Order.Select(o => Marked(o.Start >= 1, Figures.SignedPercent(o.Start - 1))),
            "",
        ]);
        var steps = report.Order[0].Steps.Length;
        for (var s = 0; s < steps; s++)
        {
            var under = report.Order.Select(order => order.Steps[s]).ToArray();
            var storm = report.Order.Single(order => order.Condition == Condition.Storm).Steps[s];
            table.AddRow(
            [
                Markup.Escape(storm.Step.Title),
                .. under.Select(Carried),
                Markup.Escape(string.Join(", ", storm.BackedBy)),
            ]);
        }

        return table;
    }

    private static string Carried(OrderStep step) => step switch
    {
        { Step.InForce: true } => "in force",
        { Part: >= 1 } => Marked(step.Served >= 1, Figures.SignedPercent(step.Served - 1)),
        { Part: >= 0.005 } => Marked(false, $"{Figures.Percent(step.Part)} of it"),
        { Part: > 0 } => Marked(false, "<1% of it"),
        _ => Marked(false, "none of it"),
    };

    private static string Line(LoadLine line, Dial dial) =>
        Marked(line.Bears(dial.AfterMultiple), Figures.Line(line.Multiple));

    /// <summary>Told by a mark and not by color alone: output may be piped, and eyes differ.</summary>
    private static string Marked(bool good, string text) => ReportTables.Colored(good, $"{text} {(good ? '✓' : '✗')}");
}
