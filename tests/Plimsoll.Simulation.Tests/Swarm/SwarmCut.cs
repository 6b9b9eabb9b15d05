using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Swarm;

/// <summary>What is left out of a case, by kind and number, as in <c>r0-41,f2,a0</c>.</summary>
/// <param name="Requests">Rows of the traffic.</param>
/// <param name="Faults">What happens to the fleet.</param>
/// <param name="Acts">What is done to limits.</param>
internal sealed record SwarmCut(
    ImmutableSortedSet<int> Requests, ImmutableSortedSet<int> Faults, ImmutableSortedSet<int> Acts)
{
    public static SwarmCut None { get; } = new([], [], []);

    /// <summary>Reads a cut; null where it is not one.</summary>
    public static SwarmCut? Parse(string text)
    {
        var cut = None;
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part[1..].Split('-');
            if (ends.Length > 2 || !IsNumber(ends[0], out var first) || !IsNumber(ends[^1], out var last))
                return null;
            var all = Enumerable.Range(first, Math.Max(0, last - first + 1));
            switch (part[0])
            {
                case 'r':
                    cut = cut with { Requests = cut.Requests.Union(all) };
                    break;
                case 'f':
                    cut = cut with { Faults = cut.Faults.Union(all) };
                    break;
                case 'a':
                    cut = cut with { Acts = cut.Acts.Union(all) };
                    break;
                default:
                    return null;
            }
        }

        return cut;
    }

    /// <summary>The case without it; a turn whose conversation is gone goes on with the one before, if any.</summary>
    public SwarmCase Of(SwarmCase drawn) => drawn with
    {
        Rows = [.. Joined(Without(drawn.Rows, Requests).SkipWhile(row => row.Think is not null))],
        Faults = [.. Without(drawn.Faults, Faults)],
        Acts = [.. Without(drawn.Acts, Acts)],
    };

    public override string ToString() =>
        string.Join(',', [.. Ranges('r', Requests), .. Ranges('f', Faults), .. Ranges('a', Acts)]);

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static IEnumerable<T> Without<T>(IEnumerable<T> all, ImmutableSortedSet<int> gone) =>
        all.Where((_, number) => !gone.Contains(number));

    private static IEnumerable<TraceRow> Joined(IEnumerable<TraceRow> rows)
    {
        var session = -1L;
        foreach (var row in rows)
        {
            session = row.Think is null ? row.Arrival.Session : session;
            yield return row with { Arrival = row.Arrival with { Session = session } };
        }
    }

    private static IEnumerable<string> Ranges(char kind, ImmutableSortedSet<int> numbers)
    {
        for (var i = 0; i < numbers.Count;)
        {
            var first = numbers[i];
            var last = first;
            while (++i < numbers.Count && numbers[i] == last + 1)
                last++;
            yield return first == last ? $"{kind}{first}" : $"{kind}{first}-{last}";
        }
    }
}
