using System.Runtime.InteropServices;

namespace Plimsoll.Simulation.Workloads;

/// <summary>
/// What a cache without bound would hold of the prompts that pass, in which an answer is not kept. Not safe for
/// concurrent use.
/// </summary>
/// <param name="prefixBlock">Tokens that a prefix name stands for. 1 or more.</param>
public sealed class SeenBlocks(int prefixBlock)
{
    private readonly Dictionary<long, int> names = [];

    /// <summary>Names so far.</summary>
    public long Blocks { get; private set; }

    /// <summary>Names so far that an earlier prompt had.</summary>
    public long Seen { get; private set; }

    /// <summary>Takes the next prompt.</summary>
    /// <returns>Tokens of it that earlier prompts named.</returns>
    /// <remarks>A name may have been seen with fewer tokens, where a prompt ended within it.</remarks>
    public long Take(in Arrival arrival)
    {
        var (rest, seenTokens) = (arrival.Input, 0L);
        foreach (var name in arrival.Prefix.Span)
        {
            var tokens = Math.Min(rest, prefixBlock);
            rest -= tokens;
            Blocks++;
            ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(names, name, out var isSeen);
            Seen += isSeen ? 1 : 0;
            seenTokens += Math.Min(seen, tokens);
            seen = Math.Max(seen, tokens);
        }

        return seenTokens;
    }
}
