using System.Collections.Immutable;

namespace Plimsoll.Limits.Replay;

/// <summary>
/// What happened to a book, one event a line, as <c>docs/reference/limit-log.md</c> describes it. Immutable.
/// </summary>
/// <param name="Lines">The events in the order in which they happened.</param>
public sealed record LimitLog(ImmutableArray<LimitLog.Line> Lines)
{
    /// <summary>One event and where it stands.</summary>
    /// <param name="Number">Line, from 1.</param>
    /// <param name="Event">The event.</param>
    public readonly record struct Line(int Number, LimitEvent Event);

    /// <summary>One thing that is wrong with a log.</summary>
    /// <param name="Line">Line, from 1.</param>
    /// <param name="Message">What was found, what was expected and what to do, in one line.</param>
    public readonly record struct Problem(int Line, string Message);

    /// <summary>The events and everything that is wrong. Events that can be read are among them in any case.</summary>
    /// <param name="Log">What can be read.</param>
    /// <param name="Problems">Everything that is wrong, by line; empty: nothing is.</param>
    public readonly record struct Reading(LimitLog Log, ImmutableArray<Problem> Problems);

    /// <summary>
    /// Reads a log. A byte-order mark is passed over, and so are carriage returns and blank lines. When every line can
    /// be read, what the events say of each other is checked too.
    /// </summary>
    /// <param name="utf8">The text in UTF-8.</param>
    public static Reading Read(ReadOnlySpan<byte> utf8)
    {
        var lines = ImmutableArray.CreateBuilder<Line>();
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var rest = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        for (var number = 1; !rest.IsEmpty; number++)
        {
            var end = rest.IndexOf((byte)'\n');
            var text = (end < 0 ? rest : rest[..end]).Trim(" \t\r"u8);
            rest = end < 0 ? default : rest[(end + 1)..];
            if (text.IsEmpty)
                continue;
            var wrong = new List<string>();
            if (LimitEventJson.Read(text, wrong, isCutOff: end < 0) is { } found)
                lines.Add(new Line(number, found));
            foreach (var message in wrong)
                problems.Add(new Problem(number, message));
        }

        // What refers to what is only known of a whole log: one line that cannot be read would make others wrong.
        if (problems.Count == 0)
            LogRules.Check(lines, problems);
        return new Reading(new LimitLog(lines.DrainToImmutable()), problems.DrainToImmutable());
    }

    /// <summary>Writes a log, each event on a line of its own that ends with a line feed.</summary>
    public static string Write(IEnumerable<LimitEvent> events) =>
        string.Concat(events.Select(one => LimitEventJson.Write(one) + "\n"));
}
