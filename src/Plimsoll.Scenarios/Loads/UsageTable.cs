using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Demand;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Measurements;
using Plimsoll.Scenarios.Traces;

namespace Plimsoll.Scenarios.Loads;

/// <summary>
/// Usage by hour as CSV, the form in which a load is measured; <c>docs/reference/demand.md</c> describes it.
/// </summary>
public static class UsageTable
{
    private static readonly string[] Columns =
        ["hour", "organization", "plan", "class", "requests", "input", "cached", "output"];

    /// <summary>Columns that may be missing.</summary>
    private static readonly string[] Optional = ["organization", "plan"];

    /// <summary>What a ledger tells beside, and is read over.</summary>
    private static readonly string[] ReadOver = ["pool", "cache-write", "credits", "usd", "estimated", "cut-off"];

    /// <summary>Writes a file; one whose name ends in <c>.gz</c> is compressed.</summary>
    /// <returns>Rows that were written.</returns>
    public static long Write(string path, IEnumerable<HourUsage> rows)
    {
        using var writer = PackedFile.Create(path);
        writer.Write(string.Join(',', Columns) + "\n");
        var count = 0L;
        foreach (var row in rows)
        {
            writer.Write(string.Join(',', Hour(row.Hour), CsvText.Of(row.Organization), CsvText.Of(row.Plan),
                CsvText.Of(row.Class),
                Number(row.Requests), Number(row.Input), Number(row.Cached), Number(row.Output)) + "\n");
            count++;
        }

        return count;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, plain or <c>.gz</c>, also where only <c>NAME.gz</c> is there.</param>
    /// <param name="problems">The first things that are wrong, and how many there are.</param>
    /// <returns>What it says; null when anything is wrong.</returns>
    public static UsageFile? Read(string path, out TraceProblems problems)
    {
        var existing = PackedFile.Existing(path);
        var reading = new TraceReading(existing);
        problems = reading.Problems;
        try
        {
            var rows = Rows(reading);
            if (problems.Count == 0 && rows.IsEmpty)
                reading.Wrong(1, "", "found no row; expected at least one");
            return problems.Count > 0 ? null : new UsageFile(existing, rows);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            reading.Wrong(1, "", $"{error.Message} Expected a file with usage by hour");
            return null;
        }
    }

    private static ImmutableArray<UsageRow> Rows(TraceReading reading)
    {
        var rows = ImmutableArray.CreateBuilder<UsageRow>();
        string[] asked = [.. Columns.Select(column => Optional.Contains(column) ? column + "?" : column)];
        using var table = TraceTable.Open(
            reading, reading.Open(), asked, hint: "docs/reference/demand.md describes the form");
        if (table is null)
            return [];
        string[] known = [.. Columns, .. ReadOver];
        foreach (var column in table.Header.Except(known))
        {
            reading.Line = 1;
            reading.Wrong(1, "", $"found the column '{column}'{NearestName.Hint(column, known)}; "
                + $"known: {string.Join(", ", known)}");
        }

        bool? isDated = null;
        while (table.Read())
        {
            var hour = HourAt(table, ref isDated);
            var (organization, plan) = (table.Text(1).ToString(), table.Text(2).ToString());
            var modelClass = table.Text(3).ToString();
            if (modelClass.Length == 0)
                table.Wrong(3, "the name of a model class");
            var usage = new HourUsage(hour, organization, plan, modelClass, table.Number(4))
            {
                Input = table.Number(5),
                Cached = table.Number(6),
                Output = table.Number(7),
            };
            if (table.IsSound)
                rows.Add(new UsageRow(reading.Line, usage));
        }

        return rows.ToImmutable();
    }

    /// <summary>An hour of a date or of the week; all rows of a file say it alike.</summary>
    private static Instant HourAt(TraceTable table, ref bool? isDated)
    {
        var text = table.Text(0);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            && hour < WeekShape.Hours && isDated != true)
        {
            isDated = false;
            return HourUsage.AnyMonday + Duration.FromHours(hour);
        }

        if (DateTimeOffset.TryParseExact(
                text, "yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && at.UtcDateTime is { Minute: 0, Second: 0, Year: > 1970 and < 2200 } && isDated != false)
        {
            isDated = true;
            return Instant.From(at);
        }

        table.Wrong(0, isDated switch
        {
            true => "the begin of an hour such as 2026-05-06T14:00:00Z, as in the rows before",
            false => "a whole hour of the week from 0 (Monday 00:00 UTC) to 167, as in the rows before",
            null => "the begin of an hour such as 2026-05-06T14:00:00Z, or an hour of the week from 0 to 167",
        });
        return default;
    }

    private static string Hour(Instant at)
    {
        var hour = (at - HourUsage.AnyMonday).Seconds / 3600;
        return hour is >= 0 and < WeekShape.Hours
            ? hour.ToString("0", CultureInfo.InvariantCulture)
            : at.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }

    /// <summary>A number to a millionth: enough for tokens, and the same on every machine.</summary>
    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
