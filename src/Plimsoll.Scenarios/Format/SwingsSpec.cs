using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>How the load of a site swings within an hour, and how fast its grid may be asked to follow.</summary>
public sealed record SwingsSpec
{
    /// <summary>Part of the site's power that rises and falls at once.</summary>
    public required Input<Share> Part { get; init; }

    /// <summary>Time from one rise to the next.</summary>
    public required Input<Duration> Period { get; init; }

    /// <summary>Most by which what the grid gives may change in a minute.</summary>
    public required Input<Watts> RampPerMinute { get; init; }
}
