using Plimsoll.Demand;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Accounts;

/// <summary>
/// In which hours the organizations of a group are active. In each hour as many are as the plan's coincidence and
/// rhythm say, and which they are is drawn anew, evenly: an organization asks for all that it wants, or for nothing.
/// </summary>
internal sealed class OrganizationActivity
{
    private const long Hour = 3600 * Duration.NanosecondsPerSecond;

    private readonly WeekShape shape;
    private readonly double coincidence;
    private readonly long monday;
    private readonly SeedTree seed;

    /// <summary>Makes the activity of a group.</summary>
    public OrganizationActivity(WeekShape shape, double coincidence, Instant monday, SeedTree seed)
    {
        this.shape = shape;
        this.coincidence = coincidence;
        this.monday = monday.UnixNanoseconds;
        this.seed = seed;
    }

    /// <summary>
    /// The next request of a stream: the one drawn, if its organization is active until then, else one in the next hour
    /// in which it is. A constant rate has no memory, so drawing anew at the beginning of an hour changes nothing.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="after">When the one before was, in nanoseconds since the epoch.</param>
    /// <param name="drawn">When the next would be if it were active all the time.</param>
    /// <param name="latest">What comes later does not matter.</param>
    public long Defer(ref RequestStream stream, long after, long drawn, long latest)
    {
        while (after < latest)
        {
            var hour = Math.DivRem(after - monday, Hour, out var into);
            if (into < 0)
                (hour, into) = (hour - 1, into + Hour);
            var next = after - into + Hour;
            if (IsActive(hour, stream.Position))
            {
                if (drawn < next)
                    return drawn;
            }

            after = next;
            drawn = after + Math.Max(1, (long)Math.Min(stream.Draws.NextExponential() * stream.Gap, 1e18));
        }

        return long.MaxValue;
    }

    private bool IsActive(long hour, double position)
    {
        var share = coincidence * shape.Shares[(int)(((hour % WeekShape.Hours) + WeekShape.Hours) % WeekShape.Hours)]
            / shape.Peak;
        return (position + seed.Lot(hour)) % 1 < share;
    }
}
