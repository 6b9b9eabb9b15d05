using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Accounts;

/// <content>Users of plans.</content>
public sealed partial class ServiceWorkload
{
    /// <summary>Turns of a conversation are on average at least this far apart.</summary>
    private const double TurnSeconds = 60;

    /// <summary>
    /// One user of each equal part of the distribution of appetites, so that a small number of users wants what many
    /// would.
    /// </summary>
    private void AddUsers(int index, double growth)
    {
        var population = demand.Model.Populations[index];
        var lead = Duration.FromSeconds(population.ActiveHoursPerSession * 1800);
        var rhythms = population.Region.Zones.Select(zone => new SessionRhythm(
            WeekShape.Of(population.Rhythm, [(zone.Zone, 1)], monday),
            monday,
            demand.Model.Timeline.At(demand.Start).SessionLength,
            lead)).ToArray();
        var count = (int)Math.Round(population.Users * growth / demand.Scale);
        var branch = seed.Branch("users").Branch(population.Name);
        for (var i = 0; i < count; i++)
        {
            var draws = branch.Stream(i);
            var rank = RankOf(i, count, ref draws);
            var second = (long)(draws.NextDouble() * WeekShape.Hours * 3600);
            var anchor = new Instant(second * Duration.NanosecondsPerSecond);
            var account = desk.Open(
                ScopeLevel.Seat, new ScopeTerms([population.Plan], anchor), population.Product);
            var place = (i * Golden) % 1;
            var (sessions, appetite) = ClippedUsage.UserAt(population, rank, double.PositiveInfinity);
            var user = new User
            {
                Population = index,
                Account = account,
                Rhythm = rhythms[population.Region.ZoneAt(place)],
                SessionsPerWeek = sessions,
                Appetite = appetite,
                Draws = draws,
            };
            groups.Add(index);
            streamOf.Add(-1);
            Await(users.Count, ref user, demand.Start.UnixNanoseconds - Week);
            users.Add(user);
        }
    }

    private void Await(int number, ref User user, long from)
    {
        var at = user.Rhythm.Next(
            from, user.SessionsPerWeek, user.Draws.NextExponential(), demand.Until.UnixNanoseconds);
        if (at == long.MaxValue)
            openings.Remove(number);
        else
            openings.Set(number, at, number);
    }

    private void OpenUntil(long start)
    {
        while (openings.FirstKey < start)
            Open();
    }

    /// <summary>Opens the session that is due first.</summary>
    private void Open()
    {
        var number = openings.First;
        var at = openings.FirstKey;
        var user = users[number];
        var population = demand.Model.Populations[user.Population];
        var policy = demand.Model.Timeline.At(new Instant(at));
        var wanted = user.Appetite * user.Draws.NextLogNormal(1, population.SessionSpread);
        var active = (long)(population.ActiveHoursPerSession * Hour);
        var start = demand.Start.UnixNanoseconds;
        var before = Math.Clamp((start - at) / (double)active, 0, 1);
        if (before > 0)
            ChargeBefore(user, population, policy, wanted * before, new Instant(at));
        if (before < 1)
            Begin(ref user, at, active, wanted / CreditsPerRequest(policy, user.Population));
        Await(number, ref user, at + policy.SessionLength.Nanoseconds + policy.SessionGrid.Nanoseconds);
        users[number] = user;
    }

    private void Begin(ref User user, long at, long active, double requests)
    {
        if (requests <= 0)
            return;
        var slot = NewStream();
        var ring = (int)Math.Clamp(Math.Ceiling(requests * TurnSeconds * 1e9 / active), 1, 1000);
        ref var stream = ref streams[slot];
        stream = new RequestStream
        {
            Account = user.Account,
            Class = -1,
            Population = user.Population,
            Ends = at + active,
            Gap = active / requests,
            Draws = new Draws(user.Draws.NextUInt64()),
            Contexts = new int[ring * classes.Length],
            Ring = ring,
            Session = nextSession,
        };
        nextSession += ring;
        for (var i = 0; i < stream.Contexts.Length; i++)
            stream.Contexts[i] = (int)(2 * classes[i / ring].Traffic.Cached * stream.Draws.NextDouble());
        streamOf[user.Account] = slot;
        Schedule(slot, Math.Max(at, demand.Start.UnixNanoseconds));
    }

    /// <summary>Charges what a session used before the start, as much as its window lets it.</summary>
    private void ChargeBefore(User user, Population population, Policy policy, double wanted, Instant at)
    {
        var limit = policy.Plans[population.Plan].Session.Value;
        foreach (var allowance in policy.Allowances)
        {
            if (allowance.Window == WindowKind.Session && allowance.Covers(population.Plan, population.Product)
                && allowance.When?.Contains(at) != false)
                limit *= allowance.Factor.Value;
        }

        var requests = Math.Min(wanted, limit) / CreditsPerRequest(policy, user.Population);
        for (var c = 0; c < classes.Length; c++)
        {
            var traffic = classes[c].Traffic;
            var part = requests * population.Mix[c];
            if (part <= 0)
                continue;
            var usage = new TokenUsage(
                new Tokens((long)(traffic.Input * part)),
                default,
                new Tokens((long)(traffic.Cached * part)),
                new Tokens((long)(traffic.Output * part)));
            desk.Charge(user.Account, c, usage, Math.Max(1, (int)part), at);
        }
    }

    /// <summary>Credits of a mean request of a population, as the plan reckons them.</summary>
    private double CreditsPerRequest(Policy policy, int population)
    {
        if (!ReferenceEquals(policy, pricedPolicy))
        {
            pricedPolicy = policy;
            creditsPerRequest =
                [.. demand.Model.Populations.Select(p => WeekLoad.CreditsPerRequest(p, policy, classes))];
        }

        return creditsPerRequest[population];
    }
}
