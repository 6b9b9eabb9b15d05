using System.Globalization;

namespace Plimsoll.Scenarios.Measurements;

/// <summary>A CSV file of numbers as Vidur's are: plain, or compressed beside its name with <c>.gz</c>.</summary>
internal sealed class VidurCsv : IDisposable
{
    private readonly StreamReader reader;
    private readonly Range[] cells;
    private string text = "";
    private int line = 1;

    private VidurCsv(string path, StreamReader reader)
    {
        (Path, this.reader) = (path, reader);
        Columns = (reader.ReadLine() ?? "").Split(',');
        cells = new Range[Columns.Count + 1];
    }

    public string Path { get; }

    public IReadOnlyList<string> Columns { get; }

    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It lacks a column.</exception>
    public static VidurCsv Open(string path, params ReadOnlySpan<string> columns)
    {
        var existing = PackedFile.Existing(path);
        var csv = new VidurCsv(existing, PackedFile.Open(existing));
        csv.Require(columns);
        return csv;
    }

    /// <exception cref="InvalidDataException">It lacks a column.</exception>
    public void Require(params ReadOnlySpan<string> columns)
    {
        List<string> missing = [];
        foreach (var column in columns)
        {
            if (!Columns.Contains(column))
                missing.Add(column);
        }

        if (missing.Count > 0)
        {
            throw new InvalidDataException(
                $"{Path}:1: found the columns {string.Join(", ", Columns)}; expected {string.Join(", ", missing)} as "
                + "well. Is this the file that was meant?");
        }
    }

    public int Column(string name) => Columns.ToList().IndexOf(name);

    /// <summary>Goes to the next line; false behind the last.</summary>
    public bool Read()
    {
        if (reader.ReadLine() is not { Length: > 0 } next)
            return false;
        (text, line) = (next, line + 1);
        var found = text.AsSpan().Split(cells, ',');
        return found == Columns.Count
            ? true
            : throw new InvalidDataException(
                $"{Path}:{line}: found {found} cells; expected {Columns.Count}, as in line 1.");
    }

    public double Number(int column)
    {
        var cell = text.AsSpan(cells[column]);
        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Fault(column, "a number");
    }

    public int Whole(int column, int least)
    {
        var cell = text.AsSpan(cells[column]);
        return int.TryParse(cell, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw Fault(column, $"a whole number from {least}");
    }

    public InvalidDataException Fault(int column, string expected) => new(
        $"{Path}:{line}: found '{text[cells[column]]}' in column {Columns[column]}; expected {expected}.");

    public void Dispose() => reader.Dispose();
}
