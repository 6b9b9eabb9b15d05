using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Accounts;

/// <summary>
/// Names of the blocks of one conversation, which grows at its end alone: first those that all conversations of its
/// class begin with, then its own.
/// </summary>
/// <param name="modelClass">Index of its class.</param>
/// <param name="shared">Blocks that all conversations of the class begin with.</param>
/// <param name="conversation">Its number, unique among all.</param>
internal sealed class PromptNames(int modelClass, int shared, long conversation)
{
    private const ulong ClassTag = 0xA4093822299F31D0;

    private long[] names = [];
    private int known;

    /// <summary>The names of a prompt; the last may cover fewer tokens than it stands for.</summary>
    /// <param name="tokens">Its length. 1 or more.</param>
    public ReadOnlyMemory<long> Of(int tokens)
    {
        var count = ((tokens - 1) / FleetSettings.PrefixTokens) + 1;
        if (count > names.Length)
        {
            // Requests under way keep the names that they were given.
            Array.Resize(ref names, Math.Max(count, names.Length * 2));
        }

        for (; known < count; known++)
            names[known] = NameOf(known);
        return names.AsMemory(0, count);
    }

    private long NameOf(int block)
    {
        var owner = SplitMix.Mix(block < shared ? (ulong)modelClass ^ ClassTag : (ulong)conversation);
        return unchecked((long)SplitMix.Mix(owner + ((ulong)block * SplitMix.Step)));
    }
}
