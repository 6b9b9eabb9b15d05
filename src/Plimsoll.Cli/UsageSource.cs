using Plimsoll.Demand;
using Plimsoll.Limits.Ledger;
using Plimsoll.Scenarios.Loads;
using Plimsoll.Storage.Postgres;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>Usage that was settled: a table of <c>plimsoll usage show --csv</c>, or a store.</summary>
internal static class UsageSource
{
    /// <summary>Whether a name is meant as usage and not as a scenario.</summary>
    public static bool IsMeant(string place) => PostgresAddress.IsMeant(place)
        || place.EndsWith(".csv", StringComparison.Ordinal) || place.EndsWith(".csv.gz", StringComparison.Ordinal)
        || (Directory.Exists(place) && !File.Exists(Path.Combine(place, "scenario.yaml"))
            && Directory.EnumerateFiles(place).Any() && !Directory.EnumerateFiles(place, "*.yaml").Any());

    /// <summary>Reads usage by hour; null, with every error printed.</summary>
    public static async Task<IReadOnlyList<HourUsage>?> Read(
        string place, IAnsiConsole error, CancellationToken cancellation)
    {
        if (place.EndsWith(".csv", StringComparison.Ordinal) || place.EndsWith(".csv.gz", StringComparison.Ordinal))
        {
            if (UsageTable.Read(place, out var problems) is { } file)
                return [.. file.Rows.Select(row => row.Usage)];
            TraceArgument.Print(problems, error);
            return null;
        }

        List<HourUsage>? rows = null;
        await StoreArgument.Read(
            place,
            async store =>
            {
                rows = [];
                await foreach (var sum in store.ReadUsage(LedgerPeriod.Ever, cancellation))
                    rows.Add(Of(sum));
                return ExitCode.Ok;
            },
            error,
            cancellation);
        return rows;
    }

    private static HourUsage Of(in UsageSum sum) =>
        new(sum.Key.Hour, sum.Key.Organization, sum.Key.Plan, sum.Key.Class, sum.Requests)
        {
            Input = LedgerFile.ComputedInput(sum).Value,
            Cached = sum.Usage.CacheRead.Value,
            Output = sum.Usage.Output.Value,
        };
}
