using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Rules;

/// <summary>
/// Plans, weights and tiers with the figures of 2026: windows and weights as a third party recovered them in January
/// (she-llac.com/claude-limits), Opus tiers as the provider published them before 6 May. Sonnet input weighs 0.4
/// credits a token, so that 2,500 tokens are 1,000 credits.
/// </summary>
internal static class Deal
{
    public const string ClaudeCode = "claude-code";
    public const string Chat = "chat";

    public static ZoneOffsets LosAngeles { get; } = new("America/Los_Angeles", Duration.FromHours(-8),
    [
        (At(3, 8, 10), Duration.FromHours(-7)),
        (At(11, 1, 9), Duration.FromHours(-8)),
    ]);

    /// <summary>Weekdays 05:00 to 11:00 in Los Angeles.</summary>
    public static WeeklyHours Peak { get; } = new(
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
        Duration.FromHours(5),
        Duration.FromHours(11),
        LosAngeles);

    /// <summary>What was in force on 1 January 2026.</summary>
    public static Policy Policy { get; } = new()
    {
        EffectiveFrom = At(1, 1),
        Changes = [],
        SessionLength = Duration.FromHours(5),
        SessionGrid = Duration.FromMinutes(10),
        Classes = new[]
        {
            Class("haiku", 0.133, 0.667, PriceTerms.OfTokens(1, 5)),
            Class("sonnet", 0.4, 2, PriceTerms.OfTokens(3, 15)),
            Class("opus", 0.667, 3.333, PriceTerms.OfTokens(5, 25)),
            Class("fable", 1, 5, PriceTerms.OfTokens(10, 50)),
        }.ToFrozenDictionary(terms => terms.Name),
        Plans = new[]
        {
            Plan("pro", 550_000, 5_000_000),
            Plan("max-5x", 3_300_000, 41_666_700),
            Plan("max-20x", 11_000_000, 83_333_300),
        }.ToFrozenDictionary(plan => plan.Name),
        Tiers = new[]
        {
            Tier("tier-1", 50, 30_000, 8_000),
            Tier("tier-2", 1_000, 450_000, 90_000),
            Tier("tier-3", 2_000, 800_000, 160_000),
            Tier("tier-4", 4_000, 2_000_000, 400_000),
        }.ToFrozenDictionary(tier => tier.Name),
        Allowances = [],
    };

    public static Instant At(int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        Instant.From(new DateTimeOffset(2026, month, day, hour, minute, second, TimeSpan.Zero));

    /// <summary>The next version: what changes is named, and what was in force goes on.</summary>
    public static Policy From(this Policy before, Instant at, params ImmutableArray<Allowance> allowances) =>
        before with { EffectiveFrom = at, Allowances = [.. before.Allowances, .. allowances] };

    public static Allowance Allowance(
        string change, WindowKind window, double factor, string? product = null, WeeklyHours? when = null) =>
        new(change, change, window, ["pro", "max-5x", "max-20x"], product, new Factor(factor), when);

    /// <summary>The same policy with one more limit set, named as its first limit is.</summary>
    public static Policy WithSet(this Policy policy, params ImmutableArray<LimitTerms> limits) => policy with
    {
        Sets = policy.Sets.Values.Append(new LimitSet(limits[0].Name, limits)).ToFrozenDictionary(set => set.Name),
    };

    public static Policy WithTiers(this Policy policy, params IEnumerable<TierTerms> tiers) =>
        policy with { Tiers = tiers.ToFrozenDictionary(tier => tier.Name) };

    public static TierTerms Tier(string name, long requests, long input, long output) => new(
        name,
        new[] { "opus" }.ToFrozenDictionary(
            modelClass => modelClass,
            _ => new RateTerms(new PerMinute(requests), new PerMinute(input), new PerMinute(output))));

    public static TokenUsage Input(long tokens) => new(new Tokens(tokens), default, default, default);

    public static TokenUsage Output(long tokens) => new(default, default, default, new Tokens(tokens));

    private static ClassTerms Class(string name, double input, double output, PriceTerms prices) => new(
        name,
        [name],
        new CreditWeights(Credits.From(input), Credits.From(input), default, Credits.From(output)),
        new Tokens(1000))
    {
        Prices = prices,
    };

    private static PlanTerms Plan(string name, double session, double week) =>
        new(name, name, Credits.From(session), Credits.From(week));
}
