using System.Runtime.InteropServices;

namespace Plimsoll.Limits.Metering;

/// <summary>
/// Where in a scope's block each limit of one combination of sets keeps its counters. It only grows: a limit finds its
/// counters again in every policy version. One that becomes another kind of limit is another limit.
/// </summary>
internal sealed class Layout
{
    private readonly Dictionary<(string Set, string Limit, LimitKind Kind), int> offsets = [];
    private readonly List<LimitPlace> places = [];

    /// <summary>Every limit that has a place, in the order of their offsets.</summary>
    public ReadOnlySpan<LimitPlace> Places => CollectionsMarshal.AsSpan(places);

    /// <summary>Words that a block needs, with its header.</summary>
    public int Words { get; private set; } = Block.HeaderWords;

    /// <summary>First word of a limit's counters.</summary>
    /// <param name="set">Set that states it.</param>
    /// <param name="limit">Its name there.</param>
    /// <param name="kind">Its kind; of a rate limit, that of its first bucket.</param>
    /// <param name="words">Words that its counters take, the same for all of a kind.</param>
    public int OffsetOf(string set, string limit, LimitKind kind, int words)
    {
        if (!offsets.TryGetValue((set, limit, kind), out var offset))
        {
            offsets[(set, limit, kind)] = offset = Words;
            places.Add(new LimitPlace(set, limit, kind, offset, words));
            Words += words;
        }

        return offset;
    }

    /// <summary>First word of a limit's counters; null when it has none.</summary>
    public int? FindOffset(string set, string limit, LimitKind kind) =>
        offsets.TryGetValue((set, limit, kind), out var offset) ? offset : null;
}
