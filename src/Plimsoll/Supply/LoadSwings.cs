using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>How the load of a site swings within an hour, and how fast its grid may be asked to follow.</summary>
/// <param name="Part">Part of the site's power that rises and falls at once, above 0 to 1.</param>
/// <param name="Period">Time from one rise to the next.</param>
/// <param name="LimitPerMinute">Most by which what its grid gives may change in a minute.</param>
public sealed record LoadSwings(double Part, Duration Period, Watts LimitPerMinute)
{
    private const double SecondsPerMinute = 60;

    /// <summary>The same limit, in watts a second.</summary>
    public double LimitPerSecond => LimitPerMinute.Value / SecondsPerMinute;

    /// <summary>What rises and falls.</summary>
    public Watts Change(Site site) => site.Power * Part;
}
