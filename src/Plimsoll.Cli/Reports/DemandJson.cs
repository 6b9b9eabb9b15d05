using System.Text.Json;
using Plimsoll.Planning.Loads;
using Plimsoll.Simulation.Accounts;

namespace Plimsoll.Cli.Reports;

/// <summary>A demand report as programs read it; <c>docs/reference/demand.md</c> describes the document.</summary>
internal static class DemandJson
{
    private const string Format = "plimsoll.demand/1";

    public static string Write(DemandRun run) => JsonText.Write(Format, json =>
    {
        var report = run.Report;
        json.WriteString("scenario", run.Scenario);
        json.WriteString("at", DateOption.Text(report.At.Date));
        json.WriteString("monday", DateOption.Text(report.Monday.Date));
        json.WriteNumber("demandMultiple", report.Growth);
        LimitJson.WriteNames(json, "classes", report.Model.Classes.Select(c => c.Name));
        json.WritePropertyName("total");
        WriteLoad(json, report.Total);
        WriteGroups(json, report);
        WriteZones(json, report);
        json.WriteStartArray("limits");
        foreach (var plan in report.Limits.Plans.Prepend(report.Limits.Total))
            WriteGrid(json, plan);
        json.WriteEndArray();
        WriteTiers(json, report);
        if (report.Teams is { } teams)
            WriteTeams(json, teams);
        WriteMonths(json, report);
        if (run.Drawn is { } drawn)
            WriteDrawn(json, drawn, run.Seed);
    });

    private static void WriteLoad(Utf8JsonWriter json, LoadWeek load)
    {
        json.WriteStartObject();
        json.WriteNumber("peakHour", load.PeakHour);
        json.WriteNumber("peakToMean", load.PeakToMean);
        json.WriteStartArray("byClass");
        for (var c = 0; c < load.Classes.Length; c++)
        {
            json.WriteStartObject();
            WriteTokens(json, load, load.RequestsOf(c), c);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("requestsPerSecond");
        foreach (var hour in load.Requests.Chunk(load.Classes.Length))
            WriteNumbers(json, hour);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTokens(Utf8JsonWriter json, LoadWeek load, double requests, int modelClass)
    {
        var (name, traffic) = (load.Classes[modelClass].Name, load.Classes[modelClass].Traffic);
        json.WriteString("class", name);
        json.WriteNumber("requests", requests);
        json.WriteNumber("inputTokens", requests * traffic.Input);
        json.WriteNumber("cachedTokens", requests * traffic.Cached);
        json.WriteNumber("outputTokens", requests * traffic.Output);
    }

    private static void WriteNumbers(Utf8JsonWriter json, IEnumerable<double> values)
    {
        json.WriteStartArray();
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static void WriteGroups(Utf8JsonWriter json, DemandReport report)
    {
        json.WriteStartArray("groups");
        foreach (var (group, load) in report.Groups)
        {
            json.WriteStartObject();
            json.WriteString("name", group.Name);
            json.WriteString("holder", group.Holder);
            json.WriteBoolean("isMeasured", group.Shape is null);
            json.WriteNumber("outputTokens", load.OutputOfWeek);
            json.WriteNumber("outputPerSecondInCommonPeak", load.Output[report.Total.PeakHour]);
            json.WriteNumber("peakHour", load.PeakHour);
            json.WriteNumber("peakToMean", load.PeakToMean);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteZones(Utf8JsonWriter json, DemandReport report)
    {
        json.WriteNumber("diversity", report.Zones.Diversity);
        json.WriteStartArray("zones");
        foreach (var zone in report.Zones.Zones)
        {
            json.WriteStartObject();
            json.WriteString("zone", zone.Zone);
            json.WriteNumber("outputTokens", zone.Output.Sum() * 3600);
            json.WriteNumber("peakHour", zone.PeakHour);
            json.WriteNumber("peakToMean", zone.PeakToMean);
            json.WriteNumber("coincidence", zone.Coincidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteGrid(Utf8JsonWriter json, PlanGrid plan)
    {
        json.WriteStartObject();
        if (plan.Plan.Length > 0)
            json.WriteString("plan", plan.Plan);
        else
            json.WriteNull("plan");
        json.WriteNumber("users", plan.Users);
        json.WriteStartArray("cells");
        for (var s = 0; s < LimitGrid.Sessions.Length; s++)
        {
            for (var w = 0; w < LimitGrid.Weeks.Length; w++)
            {
                var cell = plan[s, w];
                json.WriteStartObject();
                WriteMultiple(json, "session", LimitGrid.Sessions[s]);
                WriteMultiple(json, "week", LimitGrid.Weeks[w]);
                json.WriteNumber("use", cell.Use);
                json.WriteNumber("peak", cell.Peak);
                json.WriteNumber("sessionLimitedShare", cell.SessionLimited);
                json.WriteNumber("weekLimitedShare", cell.WeekLimited);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A multiple; null: no limit.</summary>
    private static void WriteMultiple(Utf8JsonWriter json, string name, double multiple)
    {
        if (double.IsPositiveInfinity(multiple))
            json.WriteNull(name);
        else
            json.WriteNumber(name, multiple);
    }

    private static void WriteTiers(Utf8JsonWriter json, DemandReport report)
    {
        json.WriteStartArray("tiers");
        foreach (var tier in report.Tiers)
        {
            json.WriteStartObject();
            json.WriteString("name", tier.Organizations.Name);
            json.WriteString("tier", tier.Organizations.Tier);
            json.WriteNumber("coincidence", tier.Organizations.Coincidence);
            json.WriteStartArray("classes");
            for (var c = 0; c < tier.Classes.Length; c++)
            {
                if (tier.Classes[c] is not { } use)
                    continue;
                json.WriteStartObject();
                json.WriteString("class", report.Model.Classes[c].Name);
                json.WriteNumber("wantedPerMinute", use.Wanted);
                json.WriteNumber("limitPerMinute", use.Limit);
                json.WriteNumber("usedPerMinute", use.Used);
                json.WriteNumber("utilization", use.Utilization);
                json.WriteNumber("limitedShare", use.Limited);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTeams(Utf8JsonWriter json, TeamCheck teams)
    {
        json.WriteStartObject("teams");
        json.WriteNumber("percentile", teams.Sizing.Percentile);
        json.WriteStartArray("sizes");
        foreach (var team in teams.Sizing.Teams)
        {
            json.WriteStartObject();
            json.WriteNumber("from", team.From);
            WriteMultiple(json, "to", team.To);
            WriteRange(json, "publishedTokens", team.Tokens);
            WriteRange(json, "tokens", teams.EachOf(team, teams.Tokens));
            WriteRange(json, "publishedRequests", team.Requests);
            WriteRange(json, "requests", teams.EachOf(team, teams.Requests));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("tiers");
        foreach (var tier in teams.Tiers)
        {
            json.WriteStartObject();
            json.WriteString("name", tier.Organizations.Name);
            json.WriteNumber("developers", tier.Developers);
            json.WriteNumber("coincidence", tier.Coincidence);
            json.WriteNumber("statedCoincidence", tier.Organizations.Coincidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter json, string name, (double Low, double High) range)
    {
        json.WritePropertyName(name);
        WriteNumbers(json, [range.Low, range.High]);
    }

    private static void WriteMonths(Utf8JsonWriter json, DemandReport report)
    {
        json.WriteStartArray("months");
        foreach (var month in report.Months)
        {
            json.WriteStartObject();
            json.WriteString("first", DateOption.Text(month.First.Date));
            json.WriteNumber("demandMultiple", month.Growth);
            LimitJson.WriteNames(json, "changes", month.Changes);
            json.WriteNumber("peakOutputPerSecond", month.Peak);
            LimitJson.WriteInstant(json, "peakAt", month.PeakAt);
            json.WriteStartArray("byClass");
            for (var c = 0; c < month.Requests.Length; c++)
            {
                json.WriteStartObject();
                WriteTokens(json, report.Total, month.Requests[c], c);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDrawn(Utf8JsonWriter json, DrawnWeek drawn, ulong seed)
    {
        json.WriteStartObject("monteCarlo");
        json.WriteNumber("seed", seed);
        json.WriteNumber("users", drawn.Users);
        json.WriteNumber("weeks", DrawnWeek.Weeks);
        json.WriteStartArray("populations");
        foreach (var (population, closed, use) in drawn.Populations)
        {
            json.WriteStartObject();
            json.WriteString("name", population.Name);
            json.WriteNumber("creditsPerWeek", closed.CreditsPerWeek.Sum());
            json.WriteNumber("drawnCreditsPerWeek", use.CreditsPerWeek.Value);
            json.WriteNumber("drawnHalfWidth95", use.CreditsPerWeek.HalfWidth);
            json.WriteNumber("sessionLimitedShare", closed.SessionLimitedShare);
            json.WriteNumber("drawnSessionLimitedShare", use.SessionLimitedShare);
            json.WriteNumber("weekLimitedShare", closed.WeekLimitedShare);
            json.WriteNumber("drawnWeekLimitedShare", use.WeekLimitedShare);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("cells");
        foreach (var cell in drawn.Cells)
        {
            json.WriteStartObject();
            WriteMultiple(json, "session", cell.Session);
            WriteMultiple(json, "week", cell.Week);
            json.WritePropertyName("credits");
            WriteNumbers(json, cell.Closed);
            json.WritePropertyName("drawnCredits");
            WriteNumbers(json, cell.Drawn);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
