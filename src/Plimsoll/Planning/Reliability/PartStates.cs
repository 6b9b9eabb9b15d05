using System.Collections.Immutable;

namespace Plimsoll.Planning.Reliability;

/// <summary>States of some sites, and a cause that takes them out.</summary>
internal static class PartStates
{
    /// <summary>The states, or by a cause of its own another one; states that are alike are one.</summary>
    public static List<PartState> Or(
        this List<PartState> states, double probability, ImmutableArray<(int Site, SiteState State)> instead)
    {
        var all = states.Select(state => state with { Probability = state.Probability * (1 - probability) }).ToList();
        if (probability == 0)
            return all;
        var same = all.FindIndex(state => state.Sites.SequenceEqual(instead));
        if (same < 0)
            all.Add(new(probability, instead));
        else
            all[same] = all[same] with { Probability = all[same].Probability + probability };
        return all;
    }
}
