using System.Collections.Immutable;
using Plimsoll.Serving;

namespace Plimsoll.Footprint.Requests;

/// <summary>What tokens of a class cause at a site.</summary>
/// <param name="Tokens">Energy by token at the site's meter, in joules.</param>
/// <param name="Hours">What a joule of them brings with it, in each hour of the day, UTC: 24.</param>
public sealed record ClassRates(TokenEnergy Tokens, ImmutableArray<HourRates> Hours);

/// <summary>What a joule that serves a class brings with it in an hour of the day.</summary>
/// <param name="Idle">Joules of what is idle.</param>
/// <param name="Impacts">Amounts by impact, of what is idle included.</param>
public sealed record HourRates(double Idle, ImmutableArray<double> Impacts);
