using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>
/// One policy version: an input token costs 1 credit and 5 millionths of a dollar, an output token 5 credits and 25
/// millionths; the plan <c>pro</c> has 1,000 credits a session and 5,000 a week. Limit sets of every kind.
/// </summary>
internal static class TestPolicy
{
    public static Policy Version { get; } = new()
    {
        EffectiveFrom = Instant.FromDate(new DateOnly(2026, 5, 6)),
        Changes = ["claude-code-doubled"],
        SessionLength = Duration.FromHours(5),
        SessionGrid = Duration.FromMinutes(10),
        Classes = new[] { Class("sonnet", "claude-sonnet-5"), Class("opus", "claude-opus-5", "claude-opus-latest") }
            .ToFrozenDictionary(c => c.Name),
        Plans = new[]
        {
            new PlanTerms("pro", "Pro", Credits.From(1000), Credits.From(5000)),
            new PlanTerms("team", "Team", Credits.From(1000), Credits.From(5000))
            {
                Further =
                [
                    new WindowLimit
                    {
                        Name = "opus-week", Class = "opus", Window = WindowKind.Week, Limit = Credits.From(500),
                    },
                    new OverageTerms { Name = "extra", Monthly = MicroUsd.From(1) },
                ],
            },
        }.ToFrozenDictionary(p => p.Name),
        Tiers = new[]
        {
            Tier("start", new RateTerms(new PerMinute(50), new PerMinute(30_000), new PerMinute(8_000))),
            Tier("tiny", new RateTerms(new PerMinute(2), new PerMinute(600), new PerMinute(6_000))),
            Tier("capped", new RateTerms(new PerMinute(50), new PerMinute(30_000), new PerMinute(8_000))) with
            {
                Further = [Spend("cap", SpendPeriod.Month, SpendCap.Tier)],
            },
        }.ToFrozenDictionary(t => t.Name),
        Sets = new[]
        {
            new LimitSet("own-cap", [Spend("cap", SpendPeriod.Day, SpendCap.Own)]),
            new LimitSet("operator-cap", [Spend("cap", SpendPeriod.Day, SpendCap.Operator)]),
            new LimitSet("one-at-a-time", [new ConcurrencyLimit { Name = "one", Limit = 1 }]),
            new LimitSet("batches",
            [
                new RateLimit { Name = "batch-requests", Lane = Lane.Batch, Requests = 2 },
                new ConcurrencyLimit { Name = "batch-queue", Lane = Lane.Batch, Limit = 4 },
            ]),
            new LimitSet("two-a-minute", [new RateLimit { Name = "few", Requests = 2, Input = 20_000 }]),
            new LimitSet("priority-lane",
            [
                new RateLimit
                {
                    Name = "reserved", Lane = Lane.Priority, Requests = 1, OnExceed = ExceedAction.Downgrade,
                },
            ]),
        }.ToFrozenDictionary(s => s.Name),
        Allowances =
        [
            new Allowance(
                "claude-code-doubled",
                "evenings",
                WindowKind.Session,
                new[] { "pro" }.ToFrozenSet(),
                "claude-code",
                new Factor(2),
                new WeeklyHours(
                    [.. Enum.GetValues<DayOfWeek>()], Duration.FromHours(18), Duration.FromHours(24), ZoneOffsets.Utc)),
        ],
    };

    public static PolicyTimeline Timeline { get; } = new([Version]);

    /// <summary>A cap of a tenth of a cent, which 40 tokens of output reach.</summary>
    private static SpendLimit Spend(string name, SpendPeriod period, SpendCap cap) =>
        new() { Name = name, Period = period, Limit = MicroUsd.From(0.001), Cap = cap };

    private static ClassTerms Class(string name, params string[] models) => new(
        name,
        [.. models],
        new CreditWeights(Credits.From(1), Credits.From(1), default, Credits.From(5)),
        new Tokens(20));

    private static TierTerms Tier(string name, RateTerms sonnet) =>
        new(name, new Dictionary<string, RateTerms> { ["sonnet"] = sonnet }.ToFrozenDictionary());
}
