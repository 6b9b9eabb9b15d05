using System.Globalization;
using System.Text.Json;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Scenarios.Traces;

/// <summary>
/// TraceLab's recorded rounds of coding agents. A round arrives when the last of what it answers to has come in, and
/// the next waits from this one's last event to that. Rounds of a session stand anywhere in the file, so all are kept,
/// in some 60 bytes each, before the first row is told.
/// </summary>
internal sealed class TraceLabRounds : ITraceForm
{
    private const int MostTokens = 1 << 24;

    public string Name => "tracelab-rounds";

    public string Head => """{"session_id": …, "round_index": …, "prefix_tokens": …, "timing_events": […], …}""";

    public bool IsDated => true;

    public bool Recognizes(string head) =>
        head.StartsWith('{') && head.Contains("\"prefix_tokens\"", StringComparison.Ordinal)
        && head.Contains("\"timing_events\"", StringComparison.Ordinal);

    public int PrefixBlock(string head) => TraceLabTable.Block;

    public IEnumerable<TraceRow> Read(TraceReading reading)
    {
        var sessions = Sessions(reading);
        var (nextName, number) = (0L, 0L);
        foreach (var rounds in sessions.OrderBy(rounds => rounds[0].Asked))
        {
            var names = new PromptNames(TraceLabTable.Block);
            names.Begin(rounds[0].Class, rounds[0].Shared);
            for (var i = 0; i < rounds.Count; i++)
            {
                var round = rounds[i];
                yield return new(
                    new()
                    {
                        Id = 0,
                        At = new Instant(i == 0 ? round.Asked : 0),
                        Account = -1,
                        Session = number,
                        Class = round.Class,
                        Input = round.Shared + round.Added,
                        Output = round.Output,
                        Prefix = names.Extend(round.Shared, round.Shared + round.Added, ref nextName),
                    },
                    i == 0 ? null : new Duration(Math.Max(0, round.Asked - rounds[i - 1].Answered)));
            }

            number++;
        }
    }

    /// <summary>Rounds by session, in their order.</summary>
    private static List<List<Round>> Sessions(TraceReading reading)
    {
        Dictionary<string, List<Round>> sessions = [];
        foreach (var line in JsonTraceLine.Of(reading))
        {
            var session = line.Text("session_id");
            var (asked, answered) = Times(line);
            var round = new Round(
                line.Whole("round_index", 0, int.MaxValue),
                reading.Class(line.Text("model")),
                asked,
                answered,
                (int)line.Whole("prefix_tokens", 0, MostTokens),
                (int)line.Whole("newly_append_tokens", 0, MostTokens),
                (int)line.Whole("output_tokens", 0, MostTokens));
            if (!line.IsSound)
                continue;
            if (round.Output == 0 || round.Shared + round.Added == 0)
            {
                reading.Empty++;
                continue;
            }

            if (!sessions.TryGetValue(session, out var rounds))
                sessions.Add(session, rounds = []);
            rounds.Add(round);
        }

        foreach (var rounds in sessions.Values)
            rounds.Sort((one, other) => one.Index.CompareTo(other.Index));
        return [.. sessions.Values];
    }

    private static (long Asked, long Answered) Times(JsonTraceLine line)
    {
        var (asked, answered) = (long.MinValue, long.MinValue);
        foreach (var happened in line.List("timing_events"))
        {
            if (happened.ValueKind == JsonValueKind.Object
                && happened.TryGetProperty("event_type", out var kind)
                && happened.TryGetProperty("timestamp", out var at)
                && DateTimeOffset.TryParse(
                    at.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                && date.Year is > 1970 and < 2200)
            {
                var instant = Instant.From(date).UnixNanoseconds;
                if (kind.ToString() is "user_message" or "tool_result")
                    asked = Math.Max(asked, instant);
                else
                    answered = Math.Max(answered, instant);
                continue;
            }

            line.Wrong("timing_events", "events with an event_type and a timestamp such as 2026-06-01T05:40:20.151Z");
            return default;
        }

        // A round that answers to nothing that was seen begins when its answer does, as far as is known.
        return asked == long.MinValue && answered == long.MinValue
            ? Unknown(line)
            : (asked == long.MinValue ? answered : asked, answered == long.MinValue ? asked : answered);
    }

    private static (long Asked, long Answered) Unknown(JsonTraceLine line)
    {
        line.Wrong("timing_events", "at least one event");
        return default;
    }

    private readonly record struct Round(
        long Index, int Class, long Asked, long Answered, int Shared, int Added, int Output);
}
