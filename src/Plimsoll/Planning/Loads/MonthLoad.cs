using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Loads;

/// <summary>What a calendar month in UTC asks for: its days with their own growth, policy and local times.</summary>
/// <param name="First">First day of the month.</param>
/// <param name="Requests">Requests of the month by class, in the order of the classes.</param>
/// <param name="Peak">Output tokens per second of its largest hour.</param>
/// <param name="PeakAt">When that hour begins.</param>
/// <param name="Growth">Demand in its middle as a multiple of the demand that the scenario states.</param>
/// <param name="Changes">Changes of the policy that begin in it.</param>
public sealed record MonthLoad(
    Instant First,
    ImmutableArray<double> Requests,
    double Peak,
    Instant PeakAt,
    double Growth,
    ImmutableArray<string> Changes)
{
    private const int Months = 12;

    /// <summary>Twelve months, the first of which a day is in.</summary>
    internal static ImmutableArray<MonthLoad> Of(ServiceModel model, Instant at)
    {
        var first = new DateOnly(at.Date.Year, at.Date.Month, 1);
        return [.. Enumerable.Range(0, Months).Select(month => OfMonth(model, first.AddMonths(month)))];
    }

    private static MonthLoad OfMonth(ServiceModel model, DateOnly first)
    {
        var count = model.Classes.Length;
        var requests = new double[count];
        var (peak, peakAt) = (0.0, Instant.FromDate(first));
        WeekLoad? week = null;
        (Policy Policy, double[] Load)? known = null;
        for (var date = first; date < first.AddMonths(1); date = date.AddDays(1))
        {
            var day = Instant.FromDate(date);
            if (week is null || week.Monday != WeekShape.MondayOf(day))
                (week, known) = (new(model.Classes, model.Populations, model.Organizations, day), null);
            var policy = model.Timeline.At(day);
            if (!ReferenceEquals(known?.Policy, policy))
                known = (policy, week.Under(policy));
            var growth = model.Growth.At(day + Duration.FromHours(12));
            var monday = (int)((day - week.Monday).Seconds / 3600);
            for (var hour = 0; hour < 24; hour++)
            {
                var output = 0.0;
                for (var c = 0; c < count; c++)
                {
                    var perSecond = growth * known!.Value.Load[((monday + hour) * count) + c];
                    requests[c] += perSecond * 3600;
                    output += perSecond * model.Classes[c].Traffic.Output;
                }

                if (output > peak)
                    (peak, peakAt) = (output, day + Duration.FromHours(hour));
            }
        }

        return new MonthLoad(
            Instant.FromDate(first), [.. requests], peak, peakAt, model.Growth.At(Instant.FromDate(first.AddDays(15))),
            [.. model.Changes.Where(c => c.Effective.Date is var day && day >= first && day < first.AddMonths(1))
                .Select(c => c.Name)]);
    }
}
