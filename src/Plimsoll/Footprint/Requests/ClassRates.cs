using System.Collections.Immutable;
using Plimsoll.Serving;

namespace Plimsoll.Footprint.Requests;

/// <summary>What requests of a class cause at a site.</summary>
/// <param name="Hours">By the hour of the day, UTC: 24.</param>
public sealed record ClassRates(ImmutableArray<HourRates> Hours);

/// <summary>What requests of a class take in an hour of the day, and what each joule of that brings with it.</summary>
/// <param name="Tokens">Energy by token at the site's meter, in joules, on the pools that serve at that hour.</param>
/// <param name="Idle">Joules of what is idle and held.</param>
/// <param name="Impacts">Amounts by impact, of what is idle and held included.</param>
/// <param name="IdleImpacts">Of them those of what is idle and held.</param>
public sealed record HourRates(
    TokenEnergy Tokens, double Idle, ImmutableArray<double> Impacts, ImmutableArray<double> IdleImpacts);
