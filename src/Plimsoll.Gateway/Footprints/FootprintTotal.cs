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
    private readonly Dictionary<Impact, AmountRange> amounts = [];
    private FootprintMonth month = FootprintMonth.Of(default);

    /// <summary>Adds a request.</summary>
    /// <param name="rates">What it was accounted by.</param>
    /// <param name="modelClass">Its class.</param>
    /// <param name="caused">What it caused.</param>
    /// <param name="now">When.</param>
    public void Add(FootprintRates rates, string modelClass, in RequestFootprint caused, Instant now)
    {
        var ranges = rates.RangesOf(modelClass);
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
                Energy = month.Energy.With(caused.Energy.Value, ranges.Energy),
                Idle = month.Idle + caused.Idle,
            };
            for (var i = 0; i < rates.Impacts.Length; i++)
            {
                amounts[rates.Impacts[i]] = amounts.GetValueOrDefault(rates.Impacts[i])
                    .With(caused.Impacts[i], ranges.Impacts[i]);
            }
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
/// <param name="Energy">Energy that they took, with their part in what was idle, in joules.</param>
/// <param name="Idle">Their part in what was idle.</param>
/// <param name="Amounts">Amounts by impact.</param>
internal sealed record FootprintMonth(
    DateOnly Begin,
    long Requests,
    AmountRange Energy,
    Joules Idle,
    ImmutableDictionary<Impact, AmountRange> Amounts)
{
    /// <summary>A month in which nothing was caused yet.</summary>
    public static FootprintMonth Of(DateOnly begin) =>
        new(begin, 0, default, default, ImmutableDictionary<Impact, AmountRange>.Empty);
}

/// <summary>An amount with the ends of its range; default: nothing.</summary>
/// <param name="Low">All that it sums at the low end.</param>
/// <param name="Mid">The amount.</param>
/// <param name="High">All that it sums at the high end.</param>
internal readonly record struct AmountRange(double Low, double Mid, double High)
{
    /// <summary>More by an amount whose range is parts of it.</summary>
    public AmountRange With(double amount, (double Low, double High) parts) =>
        new(Low + (amount * parts.Low), Mid + amount, High + (amount * parts.High));
}
