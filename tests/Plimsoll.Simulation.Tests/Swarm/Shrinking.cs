using System.Collections.Immutable;

namespace Plimsoll.Simulation.Tests.Swarm;

/// <summary>
/// Makes a case that fails smaller: leaves out halves, quarters and so on down to single requests, faults and acts, as
/// long as the same checker still finds something.
/// </summary>
internal static class Shrinking
{
    public static SwarmCut Shrink(SwarmCase drawn, SwarmCut cut, Func<SwarmCase, bool> fails)
    {
        for (var size = -1; size != Size(cut);)
        {
            size = Size(cut);
            cut = Each(cut, drawn.Acts.Length, cut.Acts, (to, acts) => to with { Acts = acts });
            cut = Each(cut, drawn.Faults.Length, cut.Faults, (to, faults) => to with { Faults = faults });
            cut = Each(cut, drawn.Rows.Length, cut.Requests, (to, requests) => to with { Requests = requests });
        }

        return cut;

        SwarmCut Each(
            SwarmCut from,
            int count,
            ImmutableSortedSet<int> gone,
            Func<SwarmCut, ImmutableSortedSet<int>, SwarmCut> with)
        {
            var best = from;
            for (var length = count; length > 0; length /= 2)
            {
                // From the end: what comes after the failure never mattered.
                for (var first = (count - 1) / length * length; first >= 0; first -= length)
                {
                    var more = gone.Union(Enumerable.Range(first, Math.Min(length, count - first)));
                    if (more.Count == gone.Count || !fails(with(best, more).Of(drawn)))
                        continue;
                    gone = more;
                    best = with(best, more);
                }
            }

            return best;
        }
    }

    private static int Size(SwarmCut cut) => cut.Requests.Count + cut.Faults.Count + cut.Acts.Count;
}
