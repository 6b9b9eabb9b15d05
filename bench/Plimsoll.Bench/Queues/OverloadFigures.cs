using Plimsoll.Quantities;

namespace Plimsoll.Bench.Queues;

/// <summary>What came of a load, between two instants.</summary>
internal sealed class OverloadFigures
{
    private readonly long[] given = new long[OverloadModel.Tenants];
    private readonly List<Duration> refusals = [];
    private long good;

    /// <summary>From when on it is counted.</summary>
    public Instant From { get; set; }

    /// <summary>Until when.</summary>
    public Instant To { get; set; }

    /// <summary>Virtual tokens a second of requests that started in time.</summary>
    public double Goodput => good / (To - From).Seconds;

    /// <summary>Requests that started too late.</summary>
    public int Late { get; private set; }

    /// <summary>Requests that were refused.</summary>
    public int Refused => refusals.Count;

    /// <summary>Share of them that were refused the moment they came; 1 when nobody was.</summary>
    public double RefusedAtOnce =>
        refusals.Count == 0 ? 1 : refusals.Count(wait => wait == default) / (double)refusals.Count;

    /// <summary>
    /// Jain's index of virtual tokens given to tenants: 1 when each got the same, 1 over their number when one got all.
    /// </summary>
    public double Fairness =>
        Math.Pow(given.Sum(tokens => (double)tokens), 2)
        / (given.Length * given.Sum(tokens => (double)tokens * tokens));

    /// <summary>What the greedy tenant got, over what each other got on average.</summary>
    public double GreedyOverOthers => given[0] / given.Skip(1).Average();

    public void Start(int tenant, long tokens, Instant asked, Instant now)
    {
        if (now < From || now > To)
            return;
        given[tenant] += tokens;
        if (now - asked <= OverloadModel.Objective)
            good += tokens;
        else
            Late++;
    }

    public void Refuse(Instant asked, Instant now)
    {
        if (now >= From && now <= To)
            refusals.Add(now - asked);
    }
}
