using Plimsoll.Quantities;

namespace Plimsoll.Serving;

/// <summary>
/// Which rank of a <see cref="RankGroup"/> gets a request, as vLLM's front end decides: the least of
/// 4 · waiting + running, the first of equals, by counts that it learns every 100 ms and in which it counts what it
/// placed since as waiting. Not safe for concurrent use.
/// </summary>
public sealed class RankChoice
{
    private const int WaitingWeight = 4;

    private static readonly Duration period = Duration.FromSeconds(0.1);

    private readonly RankGroup group;
    private readonly int[] waiting;
    private readonly int[] running;
    private Instant learnt;

    /// <summary>Chooses for a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="start">From when on counts are learnt.</param>
    public RankChoice(RankGroup group, Instant start)
    {
        this.group = group;
        waiting = new int[group.Ranks];
        running = new int[group.Ranks];
        learnt = start;
    }

    /// <summary>The rank for a request. The group may be taken to an instant before it.</summary>
    /// <param name="now">When it comes; not before an instant that was given earlier.</param>
    public int Choose(Instant now)
    {
        Learn(now);
        var best = 0;
        for (var rank = 1; rank < group.Ranks; rank++)
        {
            if (Score(rank) < Score(best))
                best = rank;
        }

        waiting[best]++;
        return best;
    }

    private int Score(int rank) => (WaitingWeight * waiting[rank]) + running[rank];

    private void Learn(Instant now)
    {
        var periods = (now - learnt).Nanoseconds / period.Nanoseconds;
        if (periods == 0)
            return;
        learnt += new Duration(periods * period.Nanoseconds);
        group.AdvanceTo(learnt);
        for (var rank = 0; rank < group.Ranks; rank++)
            (waiting[rank], running[rank]) = (group.Waiting(rank), group.Running(rank));
    }
}
