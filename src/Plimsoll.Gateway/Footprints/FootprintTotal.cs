using System.Collections.Immutable;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Requests;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Footprints;

/// <summary>What an account caused in a calendar month, UTC; a new month begins at nothing. Safe to share.</summary>
internal sealed class FootprintTotal
{
    private readonly Lock adding = new();

    // By impact, for a month can see rates that know others, and in another order.
    private readonly Dictionary<Impact, double> amounts = [];
    private FootprintMonth month = FootprintMonth.Of(default);

    /// <summary>Adds a request.</summary>
    public void Add(FootprintRates rates, in RequestFootprint caused, Instant now)
    {
        var date = now.Date;
        var begin = new DateOnly(date.Year, date.Month, 1);
        lock (adding)
        {
            if (month.Begin != begin)
            {
                month = FootprintMonth.Of(begin);
                amounts.Clear();
            }

            month = month with
            {
                Requests = month.Requests + 1,
                Own = month.Own + caused.Own,
                Idle = month.Idle + caused.Idle,
            };
            for (var i = 0; i < rates.Impacts.Length; i++)
                amounts[rates.Impacts[i]] = amounts.GetValueOrDefault(rates.Impacts[i]) + caused.Impacts[i];
        }
    }

    /// <summary>The month of an instant; null: nothing was caused in it.</summary>
    public FootprintMonth? At(Instant now)
    {
        lock (adding)
        {
            return month.Begin.Year == now.Date.Year && month.Begin.Month == now.Date.Month
                ? month with { Amounts = amounts.ToImmutableDictionary() }
                : null;
        }
    }
}

/// <summary>A month of an account.</summary>
/// <param name="Begin">Its first day.</param>
/// <param name="Requests">Requests that were served.</param>
/// <param name="Own">Energy that they took.</param>
/// <param name="Idle">Their part in what was idle.</param>
/// <param name="Amounts">Amounts by impact.</param>
internal sealed record FootprintMonth(
    DateOnly Begin, long Requests, Joules Own, Joules Idle, ImmutableDictionary<Impact, double> Amounts)
{
    /// <summary>A month in which nothing was caused yet.</summary>
    public static FootprintMonth Of(DateOnly begin) =>
        new(begin, 0, default, default, ImmutableDictionary<Impact, double>.Empty);
}
