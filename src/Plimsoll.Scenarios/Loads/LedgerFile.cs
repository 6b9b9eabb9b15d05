using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Measurements;

namespace Plimsoll.Scenarios.Loads;

/// <summary>
/// Entries of the ledger as a file, and usage added up as a table that a load is measured by;
/// <c>docs/reference/ledger.md</c> describes both.
/// </summary>
public static class LedgerFile
{
    private static readonly JsonWriterOptions Lines = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Columns =
    [
        "request", "at", "scope", "class", "pool", "plan", "lane", "input", "cache-write", "cache-write-long", "cached",
        "output", "credits", "usd", "estimated", "cut-off",
    ];

    private static readonly string[] Amounts =
        ["requests", "input", "cache-write", "cached", "output", "credits", "usd", "estimated", "cut-off"];

    /// <summary>Whether the name of a file says in which form entries are to be written.</summary>
    public static bool HasForm(string path) => IsCsv(path) || IsJson(path);

    /// <summary>
    /// Writes entries: CSV or a JSON object a line, as the name says, compressed where it ends in <c>.gz</c>.
    /// </summary>
    /// <returns>Entries that were written.</returns>
    public static async Task<long> Write(
        string path, IAsyncEnumerable<LedgerEntry> entries, CancellationToken cancellation)
    {
        await using var writer = PackedFile.Create(path);
        var isJson = IsJson(path);
        if (!isJson)
            await writer.WriteAsync(string.Join(',', Columns) + "\n");
        var count = 0L;
        await foreach (var entry in entries.WithCancellation(cancellation))
        {
            await writer.WriteAsync((isJson ? Json(entry) : string.Join(',', Cells(entry))) + "\n");
            count++;
        }

        return count;
    }

    /// <summary>Usage added up, as CSV.</summary>
    public static string Table(GroupedUsage usage)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', usage.Columns.Select(Name).Concat(Amounts)).Append('\n');
        foreach (var (names, sum) in usage.InOrder())
        {
            string[] amounts =
            [
                Whole(sum.Requests), Whole(ComputedInput(sum).Value), Whole(Written(sum).Value),
                Whole(sum.Usage.CacheRead.Value), Whole(sum.Usage.Output.Value),
                Amount(sum.Credits), Amount(sum.Cost), Whole(sum.Estimated), Whole(sum.CutOff),
            ];
            text.AppendJoin(',', names.Select(CsvText.Of).Concat(amounts)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Name of a column in files and options.</summary>
    public static string Name(UsageColumn column) => SnakeCase.Of(column);

    /// <summary>Input that had to be computed: uncached, and what was written to the cache.</summary>
    public static Tokens ComputedInput(in UsageSum sum) => sum.Usage.Input + Written(sum);

    /// <summary>Input that was written to the cache, for however long.</summary>
    public static Tokens Written(in UsageSum sum) => sum.Usage.CacheWrite + sum.Usage.CacheWriteLong;

    /// <summary>Credits to a millionth.</summary>
    public static string Amount(Credits credits) => Millionths(credits.Micro);

    /// <summary>US dollars to a millionth.</summary>
    public static string Amount(MicroUsd cost) => Millionths(cost.Value);

    private static bool IsCsv(string path) => IsNamed(path, ".csv");

    private static bool IsJson(string path) => IsNamed(path, ".jsonl");

    private static bool IsNamed(string path, string ending) =>
        path.EndsWith(ending, StringComparison.Ordinal) || path.EndsWith(ending + ".gz", StringComparison.Ordinal);

    private static string[] Cells(in LedgerEntry entry) =>
    [
        entry.Request.ToString("x32", CultureInfo.InvariantCulture), InstantText.Of(entry.At),
        CsvText.Of(entry.Scope.Text), CsvText.Of(entry.Class), CsvText.Of(entry.Pool), CsvText.Of(entry.Plan),
        SnakeCase.Of(entry.Lane), Whole(ComputedInput(UsageSum.Of(entry)).Value),
        Whole(entry.Usage.CacheWrite.Value), Whole(entry.Usage.CacheWriteLong.Value),
        Whole(entry.Usage.CacheRead.Value), Whole(entry.Usage.Output.Value), Amount(entry.Credits),
        Amount(entry.Cost), entry.IsEstimated ? "true" : "false", entry.IsCutOff ? "true" : "false",
    ];

    private static string Json(in LedgerEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Lines))
        {
            json.WriteStartObject();
            json.WriteString("request", entry.Request.ToString("x32", CultureInfo.InvariantCulture));
            json.WriteString("at", InstantText.Of(entry.At));
            json.WriteString("scope", entry.Scope.Text);
            json.WriteString("class", entry.Class);
            json.WriteString("pool", entry.Pool);
            json.WriteString("plan", entry.Plan);
            json.WriteString("lane", SnakeCase.Of(entry.Lane));
            json.WriteNumber("input", ComputedInput(UsageSum.Of(entry)).Value);
            json.WriteNumber("cacheWrite", entry.Usage.CacheWrite.Value);
            json.WriteNumber("cacheWriteLong", entry.Usage.CacheWriteLong.Value);
            json.WriteNumber("cached", entry.Usage.CacheRead.Value);
            json.WriteNumber("output", entry.Usage.Output.Value);
            json.WriteNumber("credits", entry.Credits.Micro / 1_000_000m);
            json.WriteNumber("usd", entry.Cost.Value / 1_000_000m);
            json.WriteBoolean("estimated", entry.IsEstimated);
            json.WriteBoolean("cutOff", entry.IsCutOff);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static string Whole(long value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static string Millionths(long value) =>
        (value / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture);
}
