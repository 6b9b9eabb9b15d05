using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Demand;

/// <summary>What can be observed from outside. Numbered and append-only.</summary>
public enum ObservationKind
{
    /// <summary>
    /// Share of users who meet their session limit in a week under that day's policy but not the day before's.
    /// </summary>
    NewlySessionLimited = 1,

    /// <summary>Share of users who meet their weekly limit.</summary>
    WeekLimited = 2,

    /// <summary>Hours in which an average user is active in a week.</summary>
    ActivePerWeek = 3,
}

/// <summary>A published observation that assumptions are held against.</summary>
/// <param name="Name">Name, unique in the scenario.</param>
/// <param name="Kind">What was observed.</param>
/// <param name="At">When.</param>
/// <param name="Populations">Populations it is averaged over by number of users, in ordinal order of name.</param>
/// <param name="Published">The published figure: a share, or hours.</param>
public sealed record Observation(
    string Name, ObservationKind Kind, Instant At, ImmutableArray<Population> Populations, double Published);
