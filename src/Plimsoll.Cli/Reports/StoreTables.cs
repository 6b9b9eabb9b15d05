using System.Globalization;
using System.Text;
using System.Text.Json;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded.Upkeep;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>What a store holds, for people and for programs; <c>docs/reference/storage.md</c> describes it.</summary>
internal static class StoreTables
{
    /// <summary>In one line.</summary>
    public static string Summary(StoreReport report) =>
        $"version {Number(report.Version)}, {Number(report.Values.Sum(kind => kind.Values))} values, "
        + $"{Number(report.Entries)} entries, {Size(report)}";

    /// <summary>How much it has on disk.</summary>
    public static string Size(StoreReport report) =>
        $"{Number(report.Files.Sum(kind => kind.Bytes))} bytes in {Number(report.Files.Sum(kind => kind.Files))} files";

    public static void Write(StoreReport report, IAnsiConsole output)
    {
        var values = ReportTables.New("Values");
        ReportTables.AddWhole(values, "kind");
        ReportTables.AddNumbers(values, "values", "bytes");
        foreach (var (kind, count, bytes) in report.Values)
            ReportTables.AddRow(values, kind, Number(count), Number(bytes));
        output.Write(values);

        var files = ReportTables.New("Files");
        ReportTables.AddWhole(files, "kind");
        ReportTables.AddNumbers(files, "files", "bytes");
        foreach (var (kind, count, bytes) in report.Files)
            ReportTables.AddRow(files, kind, Number(count), Number(bytes));
        output.Write(files);

        var lines = output.Lines;
        lines.WriteLine($"Ledger: {Number(report.Entries)} entries; sums of {Number(report.Requests)} requests"
            + (report is { FirstHour: { } first, LastHour: { } last } ? $", {Text(first)} to {Text(last)}" : ""));
        lines.WriteLine($"Version {Number(report.Version)}; "
            + (report.IsClosed ? "closed in order" : "open, or its process ended without closing it"));
    }

    public static string Json(StoreReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, SimulationJson.Readable))
        {
            json.WriteStartObject();
            json.WriteString("format", "plimsoll.store/1");
            json.WriteNumber("version", report.Version);
            json.WriteBoolean("closed", report.IsClosed);
            json.WriteNumber("tornBytes", report.TornBytes);
            json.WriteNumber("entries", report.Entries);
            json.WriteNumber("requests", report.Requests);
            json.WriteString("firstHour", report.FirstHour is { } first ? Text(first) : null);
            json.WriteString("lastHour", report.LastHour is { } last ? Text(last) : null);
            Kinds(json, "values", report.Values);
            Kinds(json, "files", report.Files);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Kinds(
        Utf8JsonWriter json, string name, IEnumerable<(string Kind, long Count, long Bytes)> kinds)
    {
        json.WriteStartArray(name);
        foreach (var (kind, count, bytes) in kinds)
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            json.WriteNumber("count", count);
            json.WriteNumber("bytes", bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Number(long number) => number.ToString("n0", CultureInfo.InvariantCulture);

    private static string Text(Instant at) =>
        at.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
