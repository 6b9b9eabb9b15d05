using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Accounts;

/// <content>Organizations on API tiers.</content>
public sealed partial class ServiceWorkload
{
    private void AddOrganizations(int index, double growth)
    {
        var group = demand.Model.Organizations[index];
        var number = demand.Model.Populations.Length + index;
        var branch = seed.Branch("organizations").Branch(group.Name);
        activities.Add(new OrganizationActivity(
            WeekShape.Of(group.Rhythm, group.Region.Zones, monday),
            group.Coincidence,
            monday,
            branch.Branch("activity")));
        var parts = demand.Parts.Of(group.Tier);
        var count = (int)Math.Round(group.Count * growth / demand.Scale * parts);
        for (var i = 0; i < count; i++)
        {
            var draws = branch.Stream(i);
            var rank = RankOf(i, count, ref draws);
            var account = desk.Open(ScopeLevel.Organization, new ScopeTerms([group.Tier]), "");
            groups.Add(number);
            streamOf.Add(streamCount);
            var appetite = Math.Exp((group.Spread * rank) - (group.Spread * group.Spread / 2)) / parts;
            for (var c = 0; c < classes.Length; c++)
            {
                var own = new Draws(draws.NextUInt64());
                AddStream(group, account, c, group.Wants[c] * appetite, (i * Golden) % 1, own);
            }
        }
    }

    /// <summary>The use that an organization makes of one class; an empty stream where it makes none.</summary>
    private void AddStream(
        Organizations group, int account, int modelClass, double perMinute, double position, Draws draws)
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
            Draws = draws,
            Contexts = new int[ring],
            Ring = ring,
            Session = nextSession,
        };
        nextSession += ring;
        for (var i = 0; i < ring; i++)
            stream.Contexts[i] = (int)(2 * traffic.Cached * stream.Draws.NextDouble());
        if (perSecond > 0 && IsIncluded(group, modelClass))
            Schedule(slot, demand.Start.UnixNanoseconds);
    }

    private bool IsIncluded(Organizations group, int modelClass) =>
        demand.Model.Timeline.At(demand.Start).Tiers[group.Tier].Rates.ContainsKey(classes[modelClass].Name);
}
