using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>
/// One policy version: an input token costs 1 credit, an output token 5; the plan <c>pro</c> has 1,000 credits a
/// session and 5,000 a week.
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
        Plans = new[] { new PlanTerms("pro", "Pro", Credits.From(1000), Credits.From(5000)) }
            .ToFrozenDictionary(p => p.Name),
        Tiers = new[]
        {
            Tier("start", new RateTerms(new PerMinute(50), new PerMinute(30_000), new PerMinute(8_000))),
            Tier("tiny", new RateTerms(new PerMinute(2), new PerMinute(600), new PerMinute(6_000))),
        }.ToFrozenDictionary(t => t.Name),
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

    private static ClassTerms Class(string name, params string[] models) => new(
        name,
        [.. models],
        new CreditWeights(Credits.From(1), Credits.From(1), default, Credits.From(5)),
        new Tokens(20));

    private static TierTerms Tier(string name, RateTerms sonnet) =>
        new(name, new Dictionary<string, RateTerms> { ["sonnet"] = sonnet }.ToFrozenDictionary());
}
