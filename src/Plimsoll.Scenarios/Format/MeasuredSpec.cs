using Plimsoll.Quantities;
using Plimsoll.Scenarios.Loads;

namespace Plimsoll.Scenarios.Format;

/// <summary>A load that was measured, in place of the modelled load of some populations or organisations.</summary>
public sealed record MeasuredSpec
{
    /// <summary>
    /// CSV of usage by hour, a week or more of it; its path is relative to this file. Where it names plans or tiers,
    /// only rows of those of the groups count.
    /// </summary>
    public required UsageFile File { get; init; }

    /// <summary>Populations and organisations whose load it is, each in one measurement at most.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>Day that it stands for: growth is counted from here.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>What it stands for as a multiple of it: 1x the whole, 20x of one request in twenty.</summary>
    public required Input<Factor> Scale { get; init; }

    /// <summary>
    /// Whether other limits than those of the date move it, as many times as they move the modelled load of its groups;
    /// otherwise it stays as it was measured.
    /// </summary>
    public bool FollowsLimits { get; init; }
}
