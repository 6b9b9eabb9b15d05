using Plimsoll.Cli.Reports;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Money;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>Accounts a scenario over a period.</summary>
internal sealed class ServiceFootprintRun(FootprintQuestion asked, IAnsiConsole output, IAnsiConsole error)
{
    private const FootprintColumns Usual =
        FootprintColumns.Month | FootprintColumns.Site | FootprintColumns.Use | FootprintColumns.Class;

    /// <summary>Accounts and prints.</summary>
    /// <returns>What the process then returns.</returns>
    public int Run()
    {
        if (asked.Columns?.HasFlag(FootprintColumns.Organization) == true)
        {
            error.Lines.WriteLine("--by: found organization; a scenario tells plans apart: expected plan.");
            return ExitCode.InvalidInput;
        }

        if (asked.HasRanges && asked.Objective is not null)
        {
            error.Lines.WriteLine("--ranges: found with --objective money or carbon; ranges are of load that is spread "
                + "evenly: leave out one of the two.");
            return ExitCode.InvalidInput;
        }

        var (from, hours) = asked.Period ?? PeriodOption.MonthOf(asked.Document.Spec.Compare.Ramped);
        var model = FootprintCompiler.Compile(asked.Document.Spec);
        if (Footprint(model, asked, (from, hours), error) is not { } footprint)
            return ExitCode.NotSo;
        var report = FootprintReport.Of(footprint);
        FootprintReport? other = null;
        if (asked.WithoutChanges.Count > 0)
        {
            if (OtherPolicy.Without(asked.Document, asked.WithoutChanges, error) is not { } timeline)
                return ExitCode.InvalidInput;
            var changed = model with { Service = model.Service with { Timeline = timeline } };
            if (Footprint(changed, asked, (from, hours), error) is not { } without)
                return ExitCode.NotSo;
            other = FootprintReport.Of(without);
        }

        var answer = new FootprintAnswer(report, asked.Document.Name)
        {
            Margins = PlanMargin.Of(report, MoneyCompiler.PlanPrices(asked.Document.Spec)),
            Unstated = UnstatedIn(model, footprint.Metered),
            Changes = asked.WithoutChanges,
            Without = other,
            Ranges = asked.HasRanges ? FootprintRanges.Of(asked.Document, from, hours) : null,
        };
        if (!asked.Csv.WriteBy(FootprintRows.Of(footprint, asked.Columns ?? Usual).WriteCsv, error)
            || !asked.Html.Write(() => FootprintPage.Write(answer), error))
            return ExitCode.InvalidInput;
        if (asked.IsJson)
            output.Lines.WriteLine(FootprintJson.Write(answer, asked.Columns));
        else if (asked.Columns is { } columns)
            output.Write(FootprintRows.Of(footprint, columns).Table(FootprintText.Period(footprint.Metered)));
        else
            FootprintTables.Write(answer, output);
        if (other is not null && !asked.IsJson)
            output.Write(FootprintAdded.Table(report, other, asked.WithoutChanges));
        if (answer.Ranges is { } ranges && !asked.IsJson)
            output.Write(FootprintRanges.Table(report, ranges));

        return ExitCode.Ok;
    }

    /// <summary>What is not stated, each with the sites of which it is not; null: everything is.</summary>
    private static string? UnstatedIn(FootprintModel model, MeteredService metered)
    {
        var missing = string.Join("; ", metered.Sites
            .SelectMany(meter => model.UnstatedOf(meter).Distinct().Select(what => (What: what, meter.Site.Name)))
            .GroupBy(one => one.What)
            .Select(sites => $"{sites.Key} ({string.Join(", ", sites.Select(site => site.Name))})"));
        return missing.Length == 0
            ? null : $"Not stated, and counted as nothing where nothing stands in: {missing}.";
    }

    /// <summary>
    /// The footprint of a service; null, and why is printed, where nothing is in service or requirements conflict.
    /// </summary>
    public static ServiceFootprint? Footprint(
        FootprintModel model, FootprintQuestion asked, (Instant From, int Hours) period, IAnsiConsole error)
    {
        if (MeteredService.Of(
            model.Service, period.From, period.Hours, asked.Objective, out var unmet) is { } metered)
        {
            if (!metered.Sites.IsEmpty)
                return new ServiceFootprint(metered, model.ImpactsOf);
            error.Lines.WriteLine(FootprintText.NothingIn(model.Service, metered));
            return null;
        }

        error.Lines.WriteLine(SpreadingOption.Refused(unmet!.Value).Why);
        return null;
    }
}
