using System.Globalization;
using System.Runtime.InteropServices;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Measurements;

namespace Plimsoll.Scenarios.Traces;

/// <summary>One reading of a trace: where it is, and what it found so far.</summary>
internal sealed class TraceReading
{
    /// <summary>Twenty years, beyond which a trace is no trace.</summary>
    public const long Longest = 20L * 366 * 86400 * Duration.NanosecondsPerSecond;

    private readonly List<string> classes = [];
    private readonly Dictionary<string, int> numbers = [];

    /// <summary>A reading of a file.</summary>
    /// <param name="path">The file; of a recorded run, its folder.</param>
    public TraceReading(string path) => Path = path;

    public string Path { get; }

    public TraceProblems Problems { get; } = new();

    /// <summary>Line of the row that was read last, from 1.</summary>
    public int Line { get; set; }

    /// <summary>Requests without a prompt or an answer, which were left out.</summary>
    public long Empty { get; set; }

    /// <summary>Names of classes in order of their first row; a row that names none has the empty name.</summary>
    public IReadOnlyList<string> Classes => classes;

    public StreamReader Open() => PackedFile.Open(Path);

    /// <summary>Number of a class.</summary>
    public int Class(ReadOnlySpan<char> name)
    {
        var lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, name, out var isKnown);
        if (!isKnown)
        {
            number = classes.Count;
            classes.Add(name.ToString());
        }

        return number;
    }

    public void Wrong(int column, string field, string message) =>
        Problems.Add(new(Path, Math.Max(Line, 1), column, field, message));

    /// <summary>Reads seconds exactly, to the nanosecond.</summary>
    public static bool TrySeconds(ReadOnlySpan<char> text, out long nanoseconds) =>
        TryScaled(text, 1e9m, out nanoseconds);

    /// <summary>Reads a number of a unit of time exactly, to the nanosecond.</summary>
    public static bool TryScaled(ReadOnlySpan<char> text, decimal unit, out long nanoseconds)
    {
        nanoseconds = 0;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || Math.Abs(value) > Longest / unit)
            return false;
        nanoseconds = (long)Math.Round(value * unit);
        return true;
    }
}
