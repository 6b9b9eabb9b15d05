using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Accounts;

/// <content>Organizations on API tiers.</content>
public sealed partial class ServiceWorkload
{
    private void AddOrganizations(int index, double growth)
    {
        var group = demand.Model.Organizations[index];
        var number = demand.Model.Populations.Length + index;
        activities.Add(new OrganizationActivity(
            WeekShape.Of(group.Rhythm, group.Region.Zones, monday),
            group.Coincidence,
            monday,
            Chance.Of(seed, ulong.MaxValue - (ulong)index).Seed()));
        var count = (int)Math.Round(group.Count * growth / demand.Scale);
        for (var i = 0; i < count; i++)
        {
            var chance = Chance.Of(seed, (ulong)groups.Count);
            var rank = NormalDistribution.Quantile((i + chance.Uniform()) / count);
            var account = desk.Open(ScopeLevel.Organization, new ScopeTerms([group.Tier]), "");
            groups.Add(number);
            streamOf.Add(streamCount);
            var appetite = Math.Exp((group.Spread * rank) - (group.Spread * group.Spread / 2));
            for (var c = 0; c < classes.Length; c++)
                AddStream(group, account, c, group.Wants[c] * appetite, (i * Golden) % 1);
        }
    }

    /// <summary>The use that an organization makes of one class; an empty stream where it makes none.</summary>
    private void AddStream(Organizations group, int account, int modelClass, double perMinute, double position)
    {
        var slot = NewStream();
        var traffic = classes[modelClass].Traffic;
        var perSecond = perMinute / traffic.Output / 60;
        var ring = (int)Math.Clamp(Math.Ceiling(perSecond * TurnSeconds), 1, 10_000);
        ref var stream = ref streams[slot];
        stream = new RequestStream
        {
            Account = account,
            Class = modelClass,
            Population = -1,
            Ends = long.MaxValue,
            Gap = perSecond > 0 ? Duration.NanosecondsPerSecond / perSecond : double.PositiveInfinity,
            Position = position,
            Chance = Chance.Of(seed, ((ulong)account << 8) + (ulong)(modelClass + 1)),
            Contexts = new int[ring],
            Ring = ring,
            Session = nextSession,
        };
        nextSession += ring;
        for (var i = 0; i < ring; i++)
            stream.Contexts[i] = (int)(2 * traffic.Cached * stream.Chance.Uniform());
        if (perSecond > 0 && IsIncluded(group, modelClass))
            Schedule(slot, demand.Start.UnixNanoseconds);
    }

    private bool IsIncluded(Organizations group, int modelClass) =>
        demand.Model.Timeline.At(demand.Start).Tiers[group.Tier].Rates.ContainsKey(classes[modelClass].Name);
}
