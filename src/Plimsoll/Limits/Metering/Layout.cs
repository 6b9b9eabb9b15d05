using System.Runtime.CompilerServices;

namespace Plimsoll.Limits.Metering;

/// <summary>
/// Where in a scope's block each limit of one combination of sets keeps its counters. It only grows: a limit finds its
/// counters again in every policy version.
/// </summary>
internal sealed class Layout
{
    private readonly Dictionary<(string Set, string Limit, int Words), int> offsets = [];

    /// <summary>Words that a block needs, with its header.</summary>
    public int Words { get; private set; } = Block.HeaderWords;

    /// <summary>First word of a limit's counters.</summary>
    public int OffsetOf(string set, string limit, int words)
    {
        if (!offsets.TryGetValue((set, limit, words), out var offset))
        {
            offsets[(set, limit, words)] = offset = Words;
            Words += words;
        }

        return offset;
    }

    /// <summary>First word of a limit's counters; null when no known policy version gives it to these sets.</summary>
    public int? Find(string set, string limit, int words) =>
        offsets.TryGetValue((set, limit, words), out var offset) ? offset : null;

    /// <summary>Copies the counters that two blocks have in common.</summary>
    public void Copy(ref long from, Layout other, ref long to)
    {
        foreach (var (limit, offset) in offsets)
        {
            if (!other.offsets.TryGetValue(limit, out var target))
                continue;
            for (var word = 0; word < limit.Words; word++)
                Unsafe.Add(ref to, target + word) = Unsafe.Add(ref from, offset + word);
        }
    }
}
