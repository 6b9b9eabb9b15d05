using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Plimsoll.Footprint;
using Plimsoll.Limits.Replay;
using Plimsoll.Scenarios.Loads;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>Rows of a footprint told apart by columns, as a table, as CSV (RFC 4180) and in JSON.</summary>
/// <param name="Impacts">Impacts that rows have.</param>
/// <param name="Columns">What they are told apart by.</param>
/// <param name="Rows">The rows.</param>
internal sealed record FootprintRows(
    ImmutableArray<Impact> Impacts, FootprintColumns Columns, ImmutableArray<FootprintRow> Rows)
{
    private const double MuchMegawattHours = 10;

    /// <summary>The rows of a service.</summary>
    public static FootprintRows Of(ServiceFootprint footprint, FootprintColumns columns) =>
        new(footprint.Impacts, columns, footprint.By(columns));

    /// <summary>The rows as a table, in units that suit the sum of them.</summary>
    public Table Table(string title)
    {
        var isSmall = Rows.Sum(row => row.Joules.MegawattHours) < MuchMegawattHours;
        var names = FootprintColumnNames.Of(Columns).ToArray();
        var figures = isSmall ? FootprintFigure.Parts(Impacts, Rows) : FootprintFigure.WholeSums(Impacts, Rows);
        var table = ReportTables.New(title);
        ReportTables.AddWhole(table, [.. names.Select(name => $"{char.ToUpperInvariant(name[0])}{name[1..]}")]);
        ReportTables.AddNumbers(table, isSmall ? "kWh" : "MWh", "Output tokens");
        ReportTables.AddNumbers(table, [.. figures.Select(figure => figure.Head)]);
        foreach (var row in Rows)
        {
            table.AddRow(
            [
                .. names.Select(name => FootprintColumnNames.ValueOf(row.Key, name) is { Length: > 0 } value
                    ? Markup.Escape(value) : "–"),
                Figures.Amount(row.Joules.MegawattHours * (isSmall ? 1000 : 1)),
                Figures.Amount(row.OutputTokens),
                .. figures.Select(figure => Figures.Amount(figure.Amount(Impacts, row))),
            ]);
        }

        return table;
    }

    /// <summary>Writes them as CSV, energy in whole joules.</summary>
    public void WriteCsv(string path)
    {
        using var to = new StreamWriter(path);
        var names = FootprintColumnNames.Of(Columns).ToArray();
        var impacts = string.Concat(Impacts.Select(impact => $",{SnakeCase.Convert(FootprintText.Key(impact))}"));
        to.Write($"{string.Concat(names.Select(name => $"{name},"))}joules,accelerator_hours,requests,output_tokens"
            + $"{impacts}\r\n");
        foreach (var row in Rows)
        {
            foreach (var name in names)
                to.Write($"{CsvText.Of(FootprintColumnNames.ValueOf(row.Key, name))},");
            to.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Joules.Value},{row.AcceleratorHours:0.###},{row.Requests:0.###},{row.OutputTokens:0.###}"));
            foreach (var amount in row.Impacts)
                to.Write(string.Create(CultureInfo.InvariantCulture, $",{amount:0.######}"));
            to.Write("\r\n");
        }
    }

    /// <summary>Writes them as an array.</summary>
    public void WriteJson(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        foreach (var row in Rows)
        {
            json.WriteStartObject();
            foreach (var column in FootprintColumnNames.Of(Columns))
                json.WriteString(column, FootprintColumnNames.ValueOf(row.Key, column));
            WriteMembers(json, row, Impacts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes what a row has beside its key.</summary>
    public static void WriteMembers(Utf8JsonWriter json, FootprintRow row, ImmutableArray<Impact> impacts)
    {
        json.WriteNumber("joules", row.Joules.Value);
        json.WriteNumber("acceleratorHours", row.AcceleratorHours);
        json.WriteNumber("requests", row.Requests);
        json.WriteNumber("outputTokens", row.OutputTokens);
        for (var i = 0; i < impacts.Length; i++)
            json.WriteNumber(FootprintText.Key(impacts[i]), row.Impacts[i]);
    }
}
