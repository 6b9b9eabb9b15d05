using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint;

/// <summary>Which part of a class's requests each plan and tier has, hour by hour of a week.</summary>
public sealed class GroupShares
{
    private readonly double[] requests;
    private readonly int classes;

    private GroupShares(ImmutableArray<string> holders, int classes, double[] requests)
    {
        Holders = holders;
        this.classes = classes;
        this.requests = requests;
    }

    /// <summary>Plans and tiers, in ordinal order of name.</summary>
    public ImmutableArray<string> Holders { get; }

    /// <summary>Requests per second of every holder in an hour, before growth: weights of a class's requests.</summary>
    public ReadOnlySpan<double> At(int hour, int modelClass) =>
        requests.AsSpan(((hour * classes) + modelClass) * Holders.Length, Holders.Length);

    /// <summary>The shares in the week of an instant.</summary>
    public static GroupShares Of(ServiceModel model, Instant at)
    {
        var groups = new WeekLoad(model.Classes, model.Populations, model.Organizations, at)
            .GroupsUnder(model.Timeline.At(at));
        var holders = groups.Select(group => group.Holder).Distinct().Order(StringComparer.Ordinal).ToImmutableArray();
        var requests = new double[WeekShape.Hours * model.Classes.Length * holders.Length];
        foreach (var group in groups)
        {
            var holder = holders.IndexOf(group.Holder);
            for (var i = 0; i < group.Requests.Length; i++)
                requests[(i * holders.Length) + holder] += group.Requests[i];
        }

        return new GroupShares(holders, model.Classes.Length, requests);
    }
}
