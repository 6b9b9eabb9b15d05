using System.Collections.Frozen;
using Plimsoll.Cli.Reports;
using Plimsoll.Demand;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Requests;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Scenarios.Loads;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>Accounts usage that was settled, by the rates of a scenario.</summary>
internal sealed class UsageFootprintRun(FootprintQuestion asked, IAnsiConsole output, IAnsiConsole error)
{
    private const FootprintColumns Usual = FootprintColumns.Use | FootprintColumns.Class | FootprintColumns.Plan;
    private const int WeekHours = 168;
    private const int MostNamed = 3;

    /// <summary>Reads, accounts and prints.</summary>
    /// <returns>What the process then returns.</returns>
    public async Task<int> Run(string usage, FileInfo? meter, CancellationToken cancellation)
    {
        if (!IsAnswerable())
            return ExitCode.InvalidInput;
        var rows = await UsageSource.Read(usage, error, cancellation);
        FrozenDictionary<Instant, Joules>? read = FrozenDictionary<Instant, Joules>.Empty;
        if (meter is not null)
        {
            read = MeterTable.Read(meter.FullName, out var problems);
            if (read is null)
                TraceArgument.Print(problems, error);
        }

        if (rows is null || read is null)
            return ExitCode.InvalidInput;
        rows = [.. rows.Where(IsWithin)];
        if (rows.Count == 0)
        {
            error.Lines.WriteLine($"{usage}: found no usage{(asked.Period is null ? "" : " in the period")}.");
            return ExitCode.InvalidInput;
        }

        var model = FootprintCompiler.Compile(asked.Document.Spec);
        if (ServiceFootprintRun.Footprint(model, asked, HoursOf(rows), error) is not { } footprint)
            return ExitCode.NotSo;
        return Print(new LedgerFootprint(FootprintRates.Of(footprint), rows, Within(read)));
    }

    private bool IsAnswerable()
    {
        var wrong = new List<string>();
        if (asked.Columns?.HasFlag(FootprintColumns.Site) == true)
            wrong.Add("--by: found site; a ledger does not tell at which site a request was served.");
        if (asked.Html.File is not null)
            wrong.Add("--html: a page is of a scenario; expected --csv or --json.");
        if (asked.WithoutChanges.Count > 0)
            wrong.Add("--without-change: usage that was served cannot be had without; expected a scenario.");
        if (asked.HasRanges)
            wrong.Add("--ranges: are of a scenario's rates; expected 'plimsoll footprint SCENARIO --ranges'.");
        wrong.ForEach(error.Lines.WriteLine);
        return wrong.Count == 0;
    }

    private bool IsWithin(HourUsage row) => IsWithin(row.Hour);

    private bool IsWithin(Instant hour) => asked.Period is not { } period
        || (hour >= period.From && hour < period.From + Duration.FromHours(period.Hours));

    private FrozenDictionary<Instant, Joules> Within(FrozenDictionary<Instant, Joules> read) =>
        read.Where(one => IsWithin(one.Key)).ToFrozenDictionary();

    /// <summary>Whole weeks around the usage, whose rates count; hours of any week take the ramped month.</summary>
    private (Instant From, int Hours) HoursOf(IReadOnlyList<HourUsage> rows)
    {
        if (rows[0].Hour < HourUsage.AnyMonday + Duration.FromDays(7))
            return PeriodOption.MonthOf(asked.Document.Spec.Compare.Ramped);
        var first = WeekShape.MondayOf(rows.Min(row => row.Hour));
        var hours = (int)((rows.Max(row => row.Hour) - first).Seconds / 3600) + 1;
        return (first, (hours + WeekHours - 1) / WeekHours * WeekHours);
    }

    private int Print(LedgerFootprint footprint)
    {
        var columns = asked.Columns ?? Usual;
        var rows = new FootprintRows(footprint.Impacts, columns, footprint.By(columns));
        if (!asked.Csv.WriteBy(rows.WriteCsv, error))
            return ExitCode.InvalidInput;
        if (asked.IsJson)
        {
            output.Lines.WriteLine(JsonText.Write("plimsoll.footprint-usage/1", json =>
            {
                json.WriteString("scenario", asked.Document.Name);
                json.WriteStartArray("unknownClasses");
                foreach (var name in footprint.UnknownClasses)
                    json.WriteStringValue(name);
                json.WriteEndArray();
                json.WriteNumber("hoursWithoutMeter", footprint.HoursWithoutMeter.Length);
                json.WriteNumber("hoursOverMeter", footprint.HoursOverMeter.Length);
                rows.WriteJson(json, "rows");
            }));
        }
        else
        {
            output.Write(rows.Table($"Footprint of usage, by the rates of {asked.Document.Name}"));
        }

        Warn(footprint);
        return ExitCode.Ok;
    }

    private void Warn(LedgerFootprint footprint)
    {
        if (!footprint.UnknownClasses.IsEmpty)
        {
            error.Lines.WriteLine($"Not counted: usage of {string.Join(", ", footprint.UnknownClasses)}, which "
                + $"{asked.Document.Name} does not serve.");
        }

        Tell(footprint.HoursWithoutMeter, "Usage without a reading of the meter, what was idle is as the rates say");
        Tell(footprint.HoursOverMeter, "Less energy at the meter than the rates have for the requests, which share it");
    }

    private void Tell(IReadOnlyList<Instant> hours, string what)
    {
        if (hours.Count == 0)
            return;
        var named = string.Join(", ", hours.Take(MostNamed).Select(InstantText.Of));
        error.Lines.WriteLine($"{what}: {hours.Count} h ({named}{(hours.Count > MostNamed ? ", ..." : "")}).");
    }
}
