using System.Text.Json;
using Plimsoll.Planning.Allocation;

namespace Plimsoll.Cli.Reports;

/// <summary>An allocation as programs read it; <c>docs/reference/allocation.md</c> describes the document.</summary>
internal static class AllocationJson
{
    private const string Format = "plimsoll.allocation/1";

    public static string Write(AllocationReport report, string scenario) => JsonText.Write(Format, json =>
    {
        var week = report.Week;
        json.WriteString("scenario", scenario);
        json.WriteString("at", DateOption.Text(week.At.Date));
        json.WriteString("objective", week.Objective == AllocationObjective.Money ? "money" : "carbon");
        List(json, "conflict", report.Conflict, requirement =>
        {
            json.WriteString("what", requirement.What);
            Hour(json, requirement.Hour);
        });
        List(json, "goals", report.Goals, goal =>
        {
            json.WriteString("goal", AllocationText.Key(goal.Goal));
            json.WriteNumber("rank", goal.Rank);
            json.WriteNumber("asked", goal.Asked);
            json.WriteNumber("optimum", goal.Optimum);
            json.WriteNumber("primal", goal.Certificate.Primal);
            json.WriteNumber("dual", goal.Certificate.Dual);
            json.WriteNumber("gap", goal.Certificate.Gap);
        });
        WriteWork(json, report);
        WritePlaces(json, report);
        WriteHours(json, report);
    });

    private static void WriteWork(Utf8JsonWriter json, AllocationReport report)
    {
        List(json, "load", report.Load, load =>
        {
            json.WriteString("class", report.Week.Classes[load.Part.Class].Name);
            json.WriteStartArray("residency");
            foreach (var rule in load.Part.Rules)
                json.WriteStringValue(rule);
            json.WriteEndArray();
            json.WriteNumber("asked", load.Asked);
            json.WriteNumber("unserved", load.Unserved);
            json.WriteNumber("worstHour", load.WorstHour);
            json.WriteNumber("worstShare", load.WorstShare);
            List(json, "cost", load.Cost, price => Price(json, price));
        });
        List(json, "jobs", report.Jobs, job =>
        {
            json.WriteString("name", job.Job.Name);
            json.WriteNumber("runs", job.Runs);
            json.WriteNumber("met", job.Met);
            json.WriteNumber("work", job.Work);
            json.WriteNumber("missed", job.Missed);
        });
        List(json, "contracts", report.Contracts, contract =>
        {
            json.WriteString("name", contract.Contract);
            json.WriteNumber("inService", contract.InService);
            json.WriteNumber("least", contract.Least);
            json.WriteNumber("used", contract.Used);
            json.WriteNumber("shortfall", contract.Shortfall);
            json.WriteStartObject("cost");
            Price(json, contract.Cost);
            json.WriteEndObject();
        });
    }

    private static void WritePlaces(Utf8JsonWriter json, AllocationReport report)
    {
        var fleet = report.Week.Fleet;
        List(json, "pools", report.Pools, pool =>
        {
            json.WriteString("site", report.Week.SiteOf(pool.Pool).Site.Name);
            json.WriteString("pool", fleet.Pools[pool.Pool].Pool.Name);
            json.WriteNumber("inService", pool.InService);
            json.WriteNumber("serving", pool.Serving);
            json.WriteNumber("held", pool.StandingBy);
            json.WriteNumber("batch", pool.Batch);
            json.WriteNumber("training", pool.Training);
        });
        List(json, "sites", report.Sites, site =>
        {
            json.WriteString("name", fleet.Sites[site.Site].Site.Name);
            json.WriteNumber("megawattHours", site.MegawattHours);
            json.WriteNumber("peakMegawatts", site.PeakMegawatts);
            json.WriteNumber("burntMegawattHours", site.BurntMegawattHours);
            Number(json, "usd", site.Money);
            Number(json, "kgCo2e", site.Carbon);
        });
        List(json, "permits", report.Permits, permit =>
        {
            json.WriteString("site", fleet.Sites[permit.Site].Site.Name);
            json.WriteString("name", permit.Name);
            json.WriteString("pollutant", JsonText.Name(permit.Pollutant));
            json.WriteNumber("kg", permit.Kilograms);
            json.WriteNumber("mostKg", permit.Most);
            json.WriteStartObject("worth");
            Price(json, permit.Worth);
            json.WriteEndObject();
        });
        List(json, "resources", report.Resources, resource =>
        {
            json.WriteString("name", resource.Name);
            json.WriteString("unit", resource.Unit);
            json.WriteNumber("hoursUsedUp", resource.HoursUsedUp);
            List(json, "worth", resource.Worth, price => Price(json, price));
        });
    }

    private static void WriteHours(Utf8JsonWriter json, AllocationReport report) =>
        List(json, "hours", report.Hours, hour =>
        {
            json.WriteNumber("asked", hour.Asked);
            json.WriteNumber("served", hour.Served);
            json.WriteNumber("serving", hour.Serving);
            json.WriteNumber("batch", hour.Batch);
            json.WriteNumber("training", hour.Training);
            json.WriteNumber("megawatts", hour.Megawatts);
            json.WriteString("binding", hour.Binding < 0 ? null : report.Resources[hour.Binding].Name);
        });

    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Price(Utf8JsonWriter json, ShadowPrice price)
    {
        json.WriteString("goal", price.Goal is { } goal ? AllocationText.Key(goal) : null);
        json.WriteNumber("value", price.Value);
    }

    private static void Hour(Utf8JsonWriter json, int hour) => Number(json, "hour", hour < 0 ? null : hour);

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }
}
