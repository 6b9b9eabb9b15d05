using System.Globalization;
using nietras.SeparatedValues;

namespace Plimsoll.Scenarios.Traces;

/// <summary>
/// A trace, or usage by hour, in CSV, row by row. Cells are asked for in the order of the columns that were opened;
/// what is wrong with them is told to the reading, and the row is not <see cref="IsSound"/>.
/// </summary>
internal sealed class TraceTable : IDisposable
{
    private const int MostTokens = 1 << 24;

    private readonly TraceReading reading;
    private readonly SepReader reader;
    private readonly string[] columns;
    private readonly int[] places;
    private readonly int width;
    private readonly int linesBefore;

    private TraceTable(TraceReading reading, SepReader reader, string[] columns, int linesBefore)
    {
        this.reading = reading;
        this.reader = reader;
        this.columns = columns;
        this.linesBefore = linesBefore;
        width = reader.Header.ColNames.Count;
        places = [.. columns.Select(column => reader.Header.TryIndexOf(column, out var place) ? place : -1)];
    }

    /// <summary>Columns of the file, those that were not asked for too.</summary>
    public IReadOnlyList<string> Header => reader.Header.ColNames;

    /// <summary>Whether nothing was wrong with the row so far.</summary>
    public bool IsSound { get; private set; }

    /// <summary>Opens a table; null, and the reading is told, when it lacks a column.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="text">The file, at its header; is disposed of with the table, or at once.</param>
    /// <param name="columns">Columns that are asked for; one that ends in <c>?</c> may be missing.</param>
    /// <param name="linesBefore">Lines of the file before the header.</param>
    /// <param name="hint">What to do about a column that is missing.</param>
    public static TraceTable? Open(
        TraceReading reading,
        StreamReader text,
        string[] columns,
        int linesBefore = 0,
        string hint = "Is --format right?")
    {
        var reader = new Sep(',').Reader(options => options with { DisableColCountCheck = true }).From(text);
        var names = columns.Select(column => column.TrimEnd('?')).ToArray();
        var table = new TraceTable(reading, reader, names, linesBefore);
        var missing = names.Where((_, i) => table.places[i] < 0 && !columns[i].EndsWith('?')).ToList();
        if (missing.Count == 0)
            return table;
        reading.Line = linesBefore + 1;
        var found = string.Join(", ", reader.Header.ColNames);
        reading.Wrong(1, "", found.Length == 0
            ? $"found no columns; expected {string.Join(", ", missing)}. {hint}"
            : $"found the columns {found}; expected {string.Join(", ", missing)} as well. {hint}");
        table.Dispose();
        return null;
    }

    /// <summary>Goes to the next row that has as many cells as there are columns; false behind the last.</summary>
    public bool Read()
    {
        while (reader.MoveNext())
        {
            var row = reader.Current;
            if (row.ColCount == 1 && row[0].Span.IsEmpty)
                continue;
            reading.Line = row.LineNumberFrom + linesBefore;
            IsSound = row.ColCount == width;
            if (IsSound)
                return true;
            reading.Wrong(1, "", $"found {row.ColCount} cells; expected {width}, as in the header");
        }

        return false;
    }

    /// <summary>Text of a cell; empty where the column is missing.</summary>
    public ReadOnlySpan<char> Text(int column) => places[column] < 0 ? default : reader.Current[places[column]].Span;

    /// <summary>A number of tokens; 0 is one, so that it can be left out.</summary>
    public int Tokens(int column) => (int)Whole(column, 0, MostTokens);

    /// <summary>A whole number.</summary>
    public long Whole(int column, long least, long most)
    {
        // Programs that hold a column with gaps write 12 as 12.0.
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (long.TryParse(Text(column), style, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most)
            return value;
        Wrong(column, $"a whole number from {least} to {most}");
        return 0;
    }

    /// <summary>A whole number, or nothing.</summary>
    public long? Optional(int column, long least, long most) =>
        Text(column).IsEmpty ? null : Whole(column, least, most);

    /// <summary>A number, zero or more.</summary>
    public double Number(int column)
    {
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (double.TryParse(Text(column), style, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            return value;
        Wrong(column, "a number, zero or more");
        return 0;
    }

    /// <summary>Seconds, to the nanosecond.</summary>
    public long Seconds(int column)
    {
        if (!TraceReading.TrySeconds(Text(column), out var nanoseconds))
            Wrong(column, "a number of seconds, at most 20 years");
        return nanoseconds;
    }

    /// <summary>Tells what a cell should have been.</summary>
    public void Wrong(int column, string expected)
    {
        IsSound = false;
        var at = 1;
        for (var i = 0; i < places[column]; i++)
            at += reader.Current[i].Span.Length + 1;
        var found = Text(column);
        var text = found.IsEmpty ? "nothing" : $"'{(found.Length > 40 ? $"{found[..40]}…" : found.ToString())}'";
        reading.Wrong(at, columns[column], $"found {text}; expected {expected}");
    }

    public void Dispose() => reader.Dispose();
}
