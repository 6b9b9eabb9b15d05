using System.Text.Json;
using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Loads;

namespace Plimsoll.Cli.Reports;

/// <summary>Usage that was added up, as a program reads it; docs/reference/ledger.md describes it.</summary>
internal static class LedgerJson
{
    private const string Format = "plimsoll.usage/1";

    public static string Write(GroupedUsage usage) => JsonText.Write(Format, json =>
    {
        json.WriteStartArray("by");
        foreach (var column in usage.Columns)
            json.WriteStringValue(LedgerFile.Name(column));
        json.WriteEndArray();
        json.WriteStartArray("usage");
        foreach (var (names, sum) in usage.InOrder())
            WriteGroup(json, usage, names, sum);
        json.WriteEndArray();
    });

    private static void WriteGroup(
        Utf8JsonWriter json, GroupedUsage usage, IReadOnlyList<string> names, in UsageSum sum)
    {
        json.WriteStartObject();
        for (var at = 0; at < names.Count; at++)
            json.WriteString(LedgerFile.Name(usage.Columns[at]), names[at]);
        json.WriteNumber("requests", sum.Requests);
        json.WriteNumber("input", LedgerFile.ComputedInput(sum).Value);
        json.WriteNumber("cacheWrite", LedgerFile.Written(sum).Value);
        json.WriteNumber("cached", sum.Usage.CacheRead.Value);
        json.WriteNumber("output", sum.Usage.Output.Value);
        json.WriteNumber("credits", sum.Credits.Micro / (decimal)Credits.MicroPerCredit);
        json.WriteNumber("usd", sum.Cost.Value / 1_000_000m);
        json.WriteNumber("estimated", sum.Estimated);
        json.WriteNumber("cutOff", sum.CutOff);
        json.WriteEndObject();
    }
}
