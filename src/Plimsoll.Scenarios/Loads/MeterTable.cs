using System.Collections.Frozen;
using System.Globalization;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Measurements;
using Plimsoll.Scenarios.Traces;

namespace Plimsoll.Scenarios.Loads;

/// <summary>
/// What electricity meters read, by hour, as CSV with the columns <c>hour</c> and <c>kwh</c>; rows of the same hour, of
/// several meters, are added up. <c>docs/reference/footprint.md</c> describes it.
/// </summary>
public static class MeterTable
{
    private const double JoulesPerKilowattHour = 1000 * Joules.PerWattHour;
    private const double MostKilowattHours = 1e9;

    private static readonly string[] Columns = ["hour", "kwh"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, plain or <c>.gz</c>.</param>
    /// <param name="problems">The first things that are wrong, and how many there are.</param>
    /// <returns>What was read in each hour, by its start; null when anything is wrong.</returns>
    public static FrozenDictionary<Instant, Joules>? Read(string path, out TraceProblems problems)
    {
        var reading = new TraceReading(PackedFile.Existing(path));
        problems = reading.Problems;
        try
        {
            var hours = Rows(reading);
            if (problems.Count == 0 && hours.Count == 0)
                reading.Wrong(1, "", "found no row; expected at least one");
            return problems.Count > 0 ? null : hours.ToFrozenDictionary();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            reading.Wrong(1, "", $"{error.Message} Expected a file with what meters read by hour");
            return null;
        }
    }

    private static Dictionary<Instant, Joules> Rows(TraceReading reading)
    {
        var hours = new Dictionary<Instant, Joules>();
        using var table = TraceTable.Open(
            reading, reading.Open(), Columns, hint: "docs/reference/footprint.md describes the form");
        while (table?.Read() == true)
        {
            var hour = HourAt(table);
            var read = table.Number(1);
            if (read > MostKilowattHours)
                table.Wrong(1, "at most a billion kilowatt-hours");
            if (table.IsSound)
                hours[hour] = hours.GetValueOrDefault(hour) + Joules.From(read * JoulesPerKilowattHour);
        }

        return hours;
    }

    private static Instant HourAt(TraceTable table)
    {
        if (DateTimeOffset.TryParseExact(
                table.Text(0), "yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
                out var at)
            && at.UtcDateTime is { Minute: 0, Second: 0, Year: > 1970 and < 2200 })
            return Instant.From(at);
        table.Wrong(0, "the begin of an hour such as 2026-05-06T14:00:00Z");
        return default;
    }
}
