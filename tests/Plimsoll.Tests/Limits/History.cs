using System.Collections.Frozen;
using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

internal enum StepKind
{
    Reserve,
    Settle,
    Release,
    ChangePolicy,
}

/// <summary>One step of a random history: time passes, then something happens.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Passes">Nanoseconds before it; may be negative, as wall clocks are.</param>
/// <param name="Class">Model class of a reserved request.</param>
/// <param name="Usage">Estimate when reserving, actual when settling.</param>
/// <param name="Pick">Which earlier reservation, or which policy.</param>
internal sealed record Step(StepKind Kind, long Passes, string Class, TokenUsage Usage, int Pick);

/// <summary>A random history of one account.</summary>
internal sealed record History(bool OnPlan, ImmutableArray<Step> Steps)
{
    public AccountTerms Terms => new(
        OnPlan ? "pro" : null, OnPlan ? null : "build", "claude-code", Given.Start - Duration.FromDays(3));

    public override string ToString() => $"{(OnPlan ? "plan" : "tier")}:\n{string.Join('\n', Steps)}";

    public static Arbitrary<History> Any { get; } = Arb.From(
        from onPlan in Gen.Elements(true, false)
        from steps in Gen.ArrayOf(AnyStep)
        select new History(onPlan, [.. steps]),
        history => history.Steps.Select(step => history with { Steps = history.Steps.Remove(step) }));

    public static ImmutableArray<Policy> Policies { get; } =
    [
        Policy(20, 100, Duration.FromHours(5), (5, 30, 20)),
        Policy(40, 100, Duration.FromHours(5), (60, 300, 50), Given.Allowance(WindowKind.Session, 2, "claude-code")),
        Policy(20, 150, Duration.FromHours(1), (2, 30, 7),
            Given.Allowance(WindowKind.Session, 0.7, when: new WeeklyHours(
                [DayOfWeek.Wednesday], Duration.FromHours(9), Duration.FromHours(10), ZoneOffsets.Utc))),
        Policy(9, 30, Duration.FromMinutes(1), (1, 11, 3),
            Given.Allowance(WindowKind.Session, 1.5),
            Given.Allowance(WindowKind.Week, 3),
            Given.Allowance(WindowKind.Week, 0.9)),
        Policy(0, 100, Duration.FromHours(5), (0, 9, 0)),
        Policy(20, 100, Duration.FromHours(5), (7, 70, 70)) with
        {
            Plans = FrozenDictionary<string, PlanTerms>.Empty,
            Tiers = FrozenDictionary<string, TierTerms>.Empty,
        },
    ];

    private static Gen<Step> AnyStep =>
        from kind in Gen.Frequency(
            (10, Gen.Constant(StepKind.Reserve)),
            (6, Gen.Constant(StepKind.Settle)),
            (2, Gen.Constant(StepKind.Release)),
            (1, Gen.Constant(StepKind.ChangePolicy)))
        from passes in AnyPassage
        from modelClass in Gen.Frequency(
            (12, Gen.Constant(Given.Class)), (3, Gen.Constant("haiku")), (1, Gen.Constant("unknown")))
        from input in Gen.Frequency((6, Gen.Choose(0, 6)), (1, Gen.Choose(20, 80)))
        from write in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(0, 6)))
        from read in Gen.Choose(0, 20)
        from output in Gen.Frequency((6, Gen.Choose(0, 2)), (1, Gen.Choose(10, 40)))
        from pick in Gen.Choose(0, 99)
        select new Step(
            kind,
            passes,
            modelClass,
            new TokenUsage(new Tokens(input), new Tokens(write), new Tokens(read), new Tokens(output)),
            pick);

    private static Gen<long> AnyPassage => Gen.Frequency(
        (4, Gen.Constant(0L)),
        (2, Gen.Choose(1, 3).Select(n => (long)n)),
        (4, Gen.Choose(0, 2_000_000_000).Select(n => (long)n)),
        (4, Gen.Choose(0, 90).Select(n => Duration.FromSeconds(n).Nanoseconds)),
        (3, Gen.Choose(0, 60).Select(n => Duration.FromMinutes(n * 5).Nanoseconds)),
        (1, Gen.Choose(0, 10).Select(n => Duration.FromDays(n).Nanoseconds)),
        (1, Gen.Choose(-2_000_000_000, 0).Select(n => (long)n)));

    private static Policy Policy(
        double session,
        double week,
        Duration length,
        (long Requests, long Input, long Output) rates,
        params ImmutableArray<Allowance> allowances)
    {
        var (requests, input, output) = rates;
        return Given.Rates(requests, input, output) with
        {
            SessionLength = length,
            Plans = Given.Policy(session, week).Plans,
            Allowances = allowances,
        };
    }
}
