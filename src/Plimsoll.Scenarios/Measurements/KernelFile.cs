using System.Globalization;

namespace Plimsoll.Scenarios.Measurements;

/// <summary>
/// Opens the files of a recorded run and reads their tables; a file may be compressed as <c>NAME.gz</c>.
/// </summary>
internal static class KernelFile
{
    /// <summary>The text of a file, or null when there is none.</summary>
    public static string? Text(string path)
    {
        string existing = PackedFile.Existing(path);
        if (!File.Exists(existing))
        {
            return null;
        }

        using StreamReader text = PackedFile.Open(existing);
        return text.ReadToEnd();
    }

    /// <summary>The text of a file that must be there; says so when it is not.</summary>
    public static string? Needed(string path, string what, List<Diagnostic> wrong)
    {
        string? text = Text(path);
        if (text is null)
        {
            wrong.Add(new(path, 1, 1, "", $"found no such file, nor with .gz; expected {what}"));
        }

        return text;
    }

    /// <summary>The rows of a table that must be there, or null after saying all that is wrong with it.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="columns">Columns, in the order in which a row gives them; the file may have more.</param>
    /// <param name="wrong">Takes what is wrong.</param>
    public static List<KernelRow>? Rows(string path, string[] columns, List<Diagnostic> wrong) =>
        Needed(path, $"a table with the columns {string.Join(", ", columns)}", wrong) is { } text
            ? RowsOf(path, text, columns, wrong)
            : null;

    /// <summary>The rows of a table's text, or null after saying all that is wrong with it.</summary>
    public static List<KernelRow>? RowsOf(string path, string text, string[] columns, List<Diagnostic> wrong)
    {
        int before = wrong.Count;
        string[] lines = text.Split('\n');
        string[] header = lines[0].TrimEnd('\r').Split(',');
        int[] places = columns.Select(column => Array.IndexOf(header, column)).ToArray();
        foreach (string missing in columns.Where((_, index) => places[index] < 0))
        {
            wrong.Add(new(path, 1, 1, "", $"found no column '{missing}' in '{lines[0].Trim()}'; expected it"));
        }

        if (wrong.Count > before)
        {
            return null;
        }

        var rows = new List<KernelRow>(lines.Length);
        for (int line = 1; line < lines.Length; line++)
        {
            string written = lines[line].TrimEnd('\r');
            if (written.Length > 0)
            {
                string[] cells = written.Split(',');
                if (cells.Length != header.Length)
                {
                    wrong.Add(new(path, line + 1, 1, "",
                        $"found {cells.Length} cells; expected {header.Length}, one a column"));
                    continue;
                }

                rows.Add(new(path, line + 1, places.Select(place => cells[place]).ToArray(), columns));
            }
        }

        if (rows.Count == 0)
        {
            wrong.Add(new(path, 1, 1, "", "found no row; expected at least one"));
        }

        return wrong.Count > before ? null : rows;
    }
}

/// <summary>A row of a table, with its place.</summary>
internal sealed record KernelRow(string File, int Line, string[] Cells, string[] Columns)
{
    /// <summary>A number of 0 or more; NaN after saying what is wrong.</summary>
    public double Number(int column, List<Diagnostic> wrong)
    {
        if (double.TryParse(Cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) &&
            double.IsFinite(value) && value >= 0)
        {
            return value;
        }

        wrong.Add(new(File, Line, 1, Columns[column], $"found '{Cells[column]}'; expected a number of 0 or more"));
        return double.NaN;
    }

    /// <summary>A whole number of at least <paramref name="least"/>; that after saying what is wrong.</summary>
    public int Whole(int column, int least, List<Diagnostic> wrong)
    {
        // A table that went through pandas has 4.0 where some other row has nothing.
        if (double.TryParse(Cells[column], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out double value) && value >= least && value <= int.MaxValue && value == Math.Truncate(value))
        {
            return (int)value;
        }

        wrong.Add(new(File, Line, 1, Columns[column],
            $"found '{Cells[column]}'; expected a whole number of {least} or more"));
        return least;
    }
}
