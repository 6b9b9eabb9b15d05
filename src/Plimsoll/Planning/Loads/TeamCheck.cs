using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;

namespace Plimsoll.Planning.Loads;

/// <summary>
/// What the model has for teams of developers beside what is published, and what follows for coincidence.
/// </summary>
/// <param name="Sizing">What is published.</param>
/// <param name="Tokens">Tokens of every kind of a developer in a minute.</param>
/// <param name="Requests">Requests of a developer in a minute.</param>
/// <param name="Tiers">Organisations of each group as teams.</param>
public sealed record TeamCheck(
    TeamSizing Sizing, TeamUse Tokens, TeamUse Requests, ImmutableArray<TierTeam> Tiers)
{
    /// <summary>What a developer has to be given in the largest team of a size, and in the smallest.</summary>
    /// <param name="team">The sizes.</param>
    /// <param name="use"><see cref="Tokens"/> or <see cref="Requests"/>.</param>
    public (double Low, double High) EachOf(PublishedTeam team, TeamUse use) =>
        (use.Each(team.To, Sizing.Percentile), use.Each(team.From, Sizing.Percentile));

    internal static TeamCheck? Of(ServiceModel model, Policy policy)
    {
        if (model.Sizing is not { } sizing)
            return null;
        var output = Use(p => PerRequest(p, c => c.Output), 60);
        return new TeamCheck(
            sizing,
            Use(p => PerRequest(p, c => c.Input + c.Cached + c.Output), 1),
            Use(_ => 1, 1),
            [.. model.Organizations.Select(group => TierTeam.Of(group, output, sizing.Percentile))]);

        TeamUse Use(Func<Population, double> of, double minutes) =>
            TeamUse.Of(sizing.Developers, policy, model.Classes, of, minutes);

        double PerRequest(Population population, Func<Serving.TrafficShape, double> tokens) =>
            model.Classes.Select((c, i) => population.Mix[i] * tokens(c.Traffic)).Sum();
    }
}

/// <summary>An average organisation of a group as a team of developers.</summary>
/// <param name="Organizations">The group.</param>
/// <param name="Developers">Members of a team that would like as much in its busiest hour.</param>
/// <param name="Coincidence">
/// What such teams ask for together in the common busiest hour, over the sum of their own busiest hours.
/// </param>
public sealed record TierTeam(Organizations Organizations, double Developers, double Coincidence)
{
    internal static TierTeam Of(Organizations group, TeamUse hourly, double percentile)
    {
        var developers = hourly.SizeFor(group.Wants.Sum(), percentile);
        return new TierTeam(group, developers, developers > 0 ? hourly.Mean / hourly.Each(developers, percentile) : 0);
    }
}
