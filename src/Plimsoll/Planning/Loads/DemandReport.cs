using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Loads;

/// <summary>What a service is asked for in a week, and how limits, zones and months shape it.</summary>
public sealed record DemandReport
{
    /// <summary>Whose demand.</summary>
    public required ServiceModel Model { get; init; }

    /// <summary>Day that growth and policy are taken at.</summary>
    public required Instant At { get; init; }

    /// <summary>Policy of that day, in force all week.</summary>
    public required Policy Policy { get; init; }

    /// <summary>Demand of that day as a multiple of the demand that the scenario states.</summary>
    public required double Growth { get; init; }

    /// <summary>Monday 00:00 UTC of the week.</summary>
    public required Instant Monday { get; init; }

    /// <summary>The whole load.</summary>
    public required LoadWeek Total { get; init; }

    /// <summary>The load of each group, grown.</summary>
    public required ImmutableArray<(GroupLoad Group, LoadWeek Load)> Groups { get; init; }

    /// <summary>Peaks by time zone, the largest load first.</summary>
    public required ZonePeaks Zones { get; init; }

    /// <summary>What multiples of sessions and weeks would add.</summary>
    public required LimitGrid Limits { get; init; }

    /// <summary>Use of API tiers, in the order of the organisations.</summary>
    public required ImmutableArray<TierUse> Tiers { get; init; }

    /// <summary>Teams of developers beside what is published; null where the scenario says nothing of them.</summary>
    public required TeamCheck? Teams { get; init; }

    /// <summary>Twelve months from that of the day.</summary>
    public required ImmutableArray<MonthLoad> Months { get; init; }

    /// <summary>Computes it.</summary>
    /// <param name="model">The service.</param>
    /// <param name="at">The day.</param>
    public static DemandReport Of(ServiceModel model, Instant at)
    {
        var week = new WeekLoad(model.Classes, model.Populations, model.Organizations, at);
        var policy = model.Timeline.At(at);
        var growth = model.Growth.At(at);
        var groups = week.GroupsUnder(policy)
            .Select(group => (group, new LoadWeek(model.Classes, [.. group.Requests.Select(r => r * growth)])))
            .ToImmutableArray();
        var total = new LoadWeek(model.Classes, [.. week.Under(policy).Select(r => r * growth)]);
        return new DemandReport
        {
            Model = model,
            At = at,
            Policy = policy,
            Growth = growth,
            Monday = week.Monday,
            Total = total,
            Groups = groups,
            Zones = ZonePeaks.Of(model, groups, total),
            Limits = LimitGrid.Of(model, policy, week, total.PeakHour),
            Tiers = [.. model.Organizations.Select(group => TierUse.Of(model, group, policy))],
            Teams = TeamCheck.Of(model, policy),
            Months = MonthLoad.Of(model, at),
        };
    }

    /// <summary>The week's load by hour, plan or tier, and class.</summary>
    public IEnumerable<HourUsage> Usage()
    {
        for (var hour = 0; hour < WeekShape.Hours; hour++)
        {
            foreach (var plan in Groups.GroupBy(group => group.Group.Holder))
            {
                for (var c = 0; c < Model.Classes.Length; c++)
                {
                    var (index, traffic) = (c, Model.Classes[c].Traffic);
                    var requests = plan.Sum(group => group.Load.RequestsAt(hour, index));
                    if (requests > 0)
                    {
                        yield return new HourUsage(
                            Monday + Duration.FromHours(hour), "", plan.Key, Model.Classes[c].Name, requests)
                        {
                            Input = requests * traffic.Input,
                            Cached = requests * traffic.Cached,
                            Output = requests * traffic.Output,
                        };
                    }
                }
            }
        }
    }
}
