using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Measurements;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Scenarios.Traces;

/// <summary>
/// A trace in a file that was read once from end to end and found right. Its rows are streamed from the file whenever
/// they are asked for, so a trace of any length takes little memory. Immutable.
/// </summary>
public sealed class TraceFile
{
    private readonly ITraceForm form;
    private readonly long zero;

    private TraceFile(string path, ITraceForm form, string head, TraceReading read, TracePass pass)
    {
        Path = path;
        this.form = form;
        PrefixBlock = form.PrefixBlock(head);
        zero = pass.Zero;
        Classes = [.. read.Classes];
        Empty = read.Empty;
        Requests = pass.Requests;
        First = new Instant(pass.First - zero);
        Last = new Instant(pass.Last - zero);
        Accounts = [.. pass.Accounts];
    }

    /// <summary>
    /// Names of the forms that can be read; <c>docs/reference/traces.md</c> describes them.
    /// </summary>
    public static ImmutableArray<string> Formats { get; } = [.. TraceForms.All.Select(form => form.Name)];

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Name of its form, one of <see cref="Formats"/>.</summary>
    public string Format => form.Name;

    /// <summary>Whether its instants are dates.</summary>
    public bool IsDated => form.IsDated;

    /// <summary>Tokens that a prefix name stands for; 0: no row has any.</summary>
    public int PrefixBlock { get; }

    /// <summary>
    /// Names of model classes, in the order of <see cref="Arrival.Class"/>; that of rows that name none is empty.
    /// </summary>
    public ImmutableArray<string> Classes { get; }

    /// <summary>Rows. 1 or more.</summary>
    public long Requests { get; }

    /// <summary>Requests without a prompt or an answer, such as failures; they were left out.</summary>
    public long Empty { get; }

    /// <summary>When the first request arrives.</summary>
    public Instant First { get; }

    /// <summary>When the last request arrives of those that do not wait for another.</summary>
    public Instant Last { get; }

    /// <summary>Accounts in the order of their first row.</summary>
    public ImmutableArray<int> Accounts { get; }

    /// <summary>
    /// What was taken off every instant of the file to have the first at zero: of dates, and where the file begins
    /// before zero; otherwise zero.
    /// </summary>
    public Duration Shift => new(zero);

    /// <summary>
    /// Time in which the requests arrive that do not wait: from zero to the last one and a mean gap more.
    /// </summary>
    public Duration Period => new(Last.UnixNanoseconds + Math.Max(1, (Last - First).Nanoseconds / Requests));

    /// <summary>Reads a trace from end to end.</summary>
    /// <param name="path">
    /// The file, plain or <c>.gz</c>, also where only <c>NAME.gz</c> is there; of a recorded vLLM run, its folder.
    /// </param>
    /// <param name="format">Name of its form; null: it is told by its first line.</param>
    /// <param name="problems">Everything that is wrong.</param>
    /// <returns>The trace; null when anything is wrong.</returns>
    public static TraceFile? Open(string path, string? format, out TraceProblems problems)
    {
        var isFolder = Directory.Exists(path);
        var existing = isFolder ? path : PackedFile.Existing(path);
        var reading = new TraceReading(existing);
        problems = reading.Problems;
        if (!isFolder && !File.Exists(existing))
        {
            reading.Wrong(1, "", "there is no such file, nor one with .gz behind its name; expected a trace");
            return null;
        }

        try
        {
            if (!isFolder && !IsReadAgain(existing))
            {
                reading.Wrong(1, "", "found a pipe, which can be read only once; expected a file. Write it to one");
                return null;
            }

            var head = isFolder ? "" : FirstLine(reading);
            if (FormOf(format, head, isFolder) is not { } form)
            {
                reading.Wrong(1, "", $"found {Shown(head, isFolder, format)}; expected one of the forms "
                    + string.Join("; ", TraceForms.All.Select(known => $"{known.Name}: {known.Head}")));
                return null;
            }

            var pass = new TracePass(form.IsDated);
            foreach (var row in form.Read(reading))
            {
                if (pass.Take(row) is { } wrong)
                    reading.Wrong(1, "", wrong);
            }

            if (problems.Count == 0 && pass.Requests == 0)
                reading.Wrong(1, "", "found no request; expected at least one");
            return problems.Count > 0 ? null : new(existing, form, head, reading, pass);
        }
        catch (InvalidDataException error)
        {
            reading.Wrong(1, "", $"found no more that can be decompressed ({error.Message}) Fetch the file again, or "
                + "rename it if it is not compressed");
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            reading.Wrong(1, "", error.Message);
            return null;
        }
    }

    /// <summary>Its rows from the first, streamed from the file.</summary>
    /// <exception cref="InvalidDataException">The file was changed since it was opened, and is now wrong.</exception>
    public IEnumerable<TraceRow> Rows()
    {
        var reading = new TraceReading(Path);
        foreach (var row in form.Read(reading))
        {
            if (reading.Problems.Count > 0)
                break;
            yield return row.Think is null
                ? row with { Arrival = row.Arrival with { At = row.Arrival.At - Shift } }
                : row;
        }

        if (reading.Problems.Count > 0)
            throw new InvalidDataException($"{reading.Problems.First[0]} It was right when it was opened.");
    }

    /// <summary>Whether a file can be read more than once.</summary>
    private static bool IsReadAgain(string path)
    {
        using var file = File.OpenRead(path);
        return file.CanSeek;
    }

    private static string FirstLine(TraceReading reading)
    {
        using var text = reading.Open();
        return text.ReadLine() ?? "";
    }

    private static ITraceForm? FormOf(string? format, string head, bool isFolder) => format is not null
        ? TraceForms.All.FirstOrDefault(form => form.Name == format)
        : isFolder ? TraceForms.Folder
        : TraceForms.All.FirstOrDefault(form => form.Recognizes(head));

    private static string Shown(string head, bool isFolder, string? format) => format is not null ? $"--format {format}"
        : isFolder ? "a folder"
        : head.Length == 0 ? "nothing" : $"'{(head.Length > 80 ? $"{head[..80]}…" : head)}'";
}
