using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

/// <summary>Small policies with round numbers: one credit per metered input token, five per output token.</summary>
internal static class Given
{
    public const string Class = "opus";

    public static Instant Start { get; } = Instant.From(new DateTimeOffset(2026, 5, 6, 9, 3, 0, TimeSpan.Zero));

    public static Policy Policy(
        double session = 1000, double week = 5000, ImmutableArray<Allowance> allowances = default) => new()
        {
            EffectiveFrom = Instant.FromDate(new DateOnly(2026, 1, 1)),
            Changes = [],
            SessionLength = Duration.FromHours(5),
            SessionGrid = Duration.FromMinutes(10),
            Classes = new[] { Class, "haiku" }.ToFrozenDictionary(name => name, Terms),
            Plans = new Dictionary<string, PlanTerms>
            {
                ["pro"] = new("pro", "Pro", Credits.From(session), Credits.From(week)),
            }.ToFrozenDictionary(),
            Tiers = FrozenDictionary<string, TierTerms>.Empty,
            Allowances = allowances.IsDefault ? [] : allowances,
        };

    public static Policy Rates(long requests = 60, long input = 600, long output = 300) => Policy() with
    {
        Tiers = new Dictionary<string, TierTerms>
        {
            ["build"] = new("build", new Dictionary<string, RateTerms>
            {
                [Class] = new(new PerMinute(requests), new PerMinute(input), new PerMinute(output)),
                ["haiku"] = new(new PerMinute(5), new PerMinute(50), new PerMinute(50)),
            }.ToFrozenDictionary()),
        }.ToFrozenDictionary(),
    };

    public static Allowance Allowance(
        WindowKind window, double factor, string? product = null, WeeklyHours? when = null) =>
        new("change", "allowance", window, ["pro"], product, new Factor(factor), when);

    public static OneScope PlanUser(string product = "claude-code") =>
        new(ScopeLevel.Seat, ["pro"], product, Instant.FromDate(new DateOnly(2026, 5, 4)));

    public static OneScope Organization() =>
        new(ScopeLevel.Organization, ["build"], "api", Instant.FromDate(new DateOnly(2026, 5, 4)));

    public static TokenUsage Input(long tokens) => new(new Tokens(tokens), default, default, default);

    public static TokenUsage Output(long tokens) => new(default, default, default, new Tokens(tokens));

    public static Duration Seconds(double seconds) => Duration.FromSeconds(seconds);

    public static Duration Nanosecond { get; } = new(1);

    private static ClassTerms Terms(string name) => new(
        name,
        [name],
        new CreditWeights(Credits.From(1), Credits.From(1), default, Credits.From(5)),
        new Tokens(100));
}
