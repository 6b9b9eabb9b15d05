using System.Globalization;
using Plimsoll.Scenarios.Measurements;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Scenarios.Traces;

/// <summary>Writes traces in our own form, row by row.</summary>
public static class TraceWriter
{
    /// <summary>Writes a file; one whose name ends in <c>.gz</c> is compressed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="prefixBlock">Tokens that a prefix name stands for; 0: none is named.</param>
    /// <param name="classes">Names of classes, in the order of <see cref="Arrival.Class"/>.</param>
    /// <returns>Rows that were written.</returns>
    public static long Write(
        string path, IEnumerable<TraceRow> rows, int prefixBlock, IReadOnlyList<string> classes)
    {
        using var writer = PackedFile.Create(path);
        var count = 0L;
        writer.Write(prefixBlock > 0
            ? string.Create(
                CultureInfo.InvariantCulture, $"{PlimsollTable.Mark}{PlimsollTable.BlockMark}{prefixBlock}\n")
            : PlimsollTable.Mark + "\n");
        writer.Write(string.Join(',', PlimsollTable.Columns) + "\n");
        foreach (var (arrival, think) in rows)
        {
            Cell(writer, think is null ? arrival.At.UnixNanoseconds : null);
            Cell(writer, arrival.Account < 0 ? null : arrival.Account);
            Cell(writer, arrival.Session < 0 ? null : arrival.Session);
            writer.Write(classes[arrival.Class]);
            writer.Write(',');
            Cell(writer, arrival.Priority == 0 ? null : arrival.Priority);
            Cell(writer, arrival.Input);
            Cell(writer, arrival.Output);
            Cell(writer, think?.Nanoseconds);
            Names(writer, arrival.Prefix.Span);
            writer.Write('\n');
            count++;
        }

        return count;
    }

    private static void Cell(TextWriter writer, long? value)
    {
        if (value is { } number)
            Number(writer, number);
        writer.Write(',');
    }

    private static void Names(TextWriter writer, ReadOnlySpan<long> names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (i > 0)
                writer.Write(' ');
            Number(writer, names[i]);
        }
    }

    private static void Number(TextWriter writer, long number)
    {
        Span<char> digits = stackalloc char[20];
        number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        writer.Write(digits[..length]);
    }
}
