using System.Globalization;
using Plimsoll.Evidence;
using Plimsoll.Scenarios;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>Every published factor of a scenario, with its version, source and date.</summary>
internal static class FactorReport
{
    private const string Format = "plimsoll.factors/1";
    private const string Section = "factors.";

    public static void Write(ScenarioDocument document, IAnsiConsole console)
    {
        foreach (var (name, version) in Versions(document))
        {
            var table = ReportTables.New($"factors.{name}, version {version}");
            table.AddColumn("Factor");
            ReportTables.AddNumbers(table, "Low", "Value", "High");
            ReportTables.AddWhole(table, "Unit", "Known", "Source", "Date");
            foreach (var input in Factors(document, name))
            {
                ReportTables.AddRow(
                    table,
                    input.Path[(Section.Length + name.Length + 1)..],
                    input.HasRange ? Number(input.Low) : "",
                    Number(input.Mid),
                    input.HasRange ? Number(input.High) : "",
                    input.Unit,
                    JsonText.Name(input.Provenance.Kind),
                    input.Provenance.Source ?? "",
                    input.Provenance.Date is { } date ? DateOption.Text(date) : "");
            }

            console.Write(table);
        }
    }

    public static string Json(ScenarioDocument document) => JsonText.Write(Format, new
    {
        scenario = document.Name,
        tables = Versions(document).Select(table => new
        {
            name = table.Name,
            version = table.Version,
            factors = Factors(document, table.Name).Select(input => new
            {
                path = input.Path,
                unit = input.Unit,
                low = input.Low,
                value = input.Mid,
                high = input.High,
                evidence = JsonText.Name(input.Provenance.Kind),
                source = input.Provenance.Source,
                date = input.Provenance.Date is { } date ? DateOption.Text(date) : null,
                note = input.Provenance.Note,
            }),
        }),
    });

    private static IEnumerable<(string Name, string Version)> Versions(ScenarioDocument document)
    {
        var factors = document.Spec.Factors;
        (string Name, DateOnly? Version)[] tables =
            [("air", factors.Air.Version), ("carbon", factors.Carbon?.Version), ("water", factors.Water?.Version)];
        return tables.Where(table => Factors(document, table.Name).Any()).Select(table =>
            (table.Name, table.Version is { } version ? DateOption.Text(version) : "not stated"));
    }

    private static IEnumerable<InputRecord> Factors(ScenarioDocument document, string table) =>
        document.Inputs.Where(input => input.Path.StartsWith($"{Section}{table}.", StringComparison.Ordinal));

    private static string Number(double value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);
}
