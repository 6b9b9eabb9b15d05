using Plimsoll.Quantities;

namespace Plimsoll.Limits.Leases;

/// <summary>How leases are cut and for how long they stand. Everybody who shares a store has the same.</summary>
public sealed record LeaseTerms
{
    /// <summary>Longest time for which a lease admits requests, by the store's clock. Default 2 s.</summary>
    public Duration Life { get; init; } = Duration.FromSeconds(2);

    /// <summary>How long a lease is to last at the rate that was seen. Default 1 s.</summary>
    public Duration Aim { get; init; } = Duration.FromSeconds(1);

    /// <summary>How long a lease that admits nothing is kept. Default 500 ms.</summary>
    public Duration Idle { get; init; } = Duration.FromSeconds(0.5);

    /// <summary>How long it may take until the end of a request is told. Default 500 ms.</summary>
    public Duration TellWithin { get; init; } = Duration.FromSeconds(0.5);

    /// <summary>
    /// How often the authority is told that requests in flight go on: far less than the policy lets a reservation
    /// stand. Default 1 min.
    /// </summary>
    public Duration Refresh { get; init; } = Duration.FromMinutes(1);

    /// <summary>How long a refusal is repeated without asking again. Default 250 ms.</summary>
    public Duration RefusalLife { get; init; } = Duration.FromSeconds(0.25);

    /// <summary>
    /// A lease for several requests takes at most this part of what any limit has left: one over it. Default 4.
    /// </summary>
    public int PartOfRest { get; init; } = 4;

    /// <summary>Most requests of one lease. Default 10,000.</summary>
    public long MostRequests { get; init; } = 10_000;

    /// <summary>
    /// How much faster or slower than the store's a gateway's clock may run, in millionths: a lease ends by so much
    /// sooner. Default 1,000, which is a tenth of a percent.
    /// </summary>
    public int Drift { get; init; } = 1_000;

    /// <summary>Ends of leases are counted in steps of this, rounded up. Default 100 ms.</summary>
    public Duration Step { get; init; } = Duration.FromSeconds(0.1);

    /// <summary>Terms of leases that stand for another time, and are looked after as much faster or slower.</summary>
    public static LeaseTerms Of(Duration life)
    {
        var standard = new LeaseTerms();
        Duration Scaled(Duration time) =>
            new((long)((Int128)time.Nanoseconds * life.Nanoseconds / standard.Life.Nanoseconds));

        return standard with
        {
            Life = life,
            Aim = Scaled(standard.Aim),
            Idle = Scaled(standard.Idle),
            TellWithin = Scaled(standard.TellWithin),
        };
    }

    /// <summary>How much later than it was used something may be counted.</summary>
    internal Duration Lag => Life + Step;
}
