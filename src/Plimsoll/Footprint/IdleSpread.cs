using System.Collections.Immutable;

namespace Plimsoll.Footprint;

/// <summary>
/// What is idle at a site, spread over what works there, hour by hour, by accelerators: the one rule by which requests,
/// classes and plans bear it.
/// </summary>
internal static class IdleSpread
{
    /// <summary>What each use of a site bears of what is idle.</summary>
    /// <returns>
    /// A line for each use of the meter, in its order, with its own kind and class; all lines together are what is
    /// idle, to the joule. Of what is idle itself: what nobody bears, since nothing works at the site in the hour.
    /// </returns>
    public static ImmutableArray<UseLine> Of(SiteMeter meter)
    {
        var joules = meter.Uses.Select(_ => new long[meter.Hours]).ToArray();
        var accelerators = meter.Uses.Select(_ => new double[meter.Hours]).ToArray();
        var (weights, parts) = (new double[meter.Uses.Length], new long[meter.Uses.Length]);
        for (var hour = 0; hour < meter.Hours; hour++)
        {
            var (working, energy, idle) = (0.0, 0L, 0.0);
            for (var i = 0; i < weights.Length; i++)
            {
                var use = meter.Uses[i];
                var isIdle = use.Kind == UseKind.Idle;
                weights[i] = isIdle ? 0 : use.Accelerators[hour];
                working += weights[i];
                energy += isIdle ? use.Joules[hour] : 0;
                idle += isIdle ? use.Accelerators[hour] : 0;
            }

            if (working > 0)
                Apportionment.Split(energy, weights, parts);
            for (var i = 0; i < weights.Length; i++)
            {
                var use = meter.Uses[i];
                (joules[i][hour], accelerators[i][hour]) = working > 0
                    ? (parts[i], idle * weights[i] / working)
                    : use.Kind == UseKind.Idle ? (use.Joules[hour], use.Accelerators[hour]) : (0, 0);
            }
        }

        return
        [
            .. meter.Uses.Select((use, i) => use with
            {
                Joules = ImmutableArray.Create(joules[i]),
                Accelerators = ImmutableArray.Create(accelerators[i]),
            }),
        ];
    }
}
