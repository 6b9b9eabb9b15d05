using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Planning;

/// <summary>
/// One limit, or several that move together, as a plan turns it: the policy in force with that limit at any multiple of
/// what it was before. A closed family: <see cref="AllowanceDial"/>, <see cref="AmountDial"/>,
/// <see cref="RateDial"/>, <see cref="BundleDial"/>.
/// </summary>
public abstract record Dial
{
    private protected Dial()
    {
    }

    /// <summary>
    /// Stable key, unique in a plan: the change, and its allowance, its window, or the tier and class.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>What it is, for people.</summary>
    public required string Title { get; init; }

    /// <summary>The change or bundle that it is of: what an operator promises at once.</summary>
    public required string Promise { get; init; }

    /// <summary>The policy after.</summary>
    public required Policy After { get; init; }

    /// <summary>The limits it moves, before and after.</summary>
    public required ImmutableArray<LimitStep> Steps { get; init; }

    /// <summary>Multiple of the limit before at which the policy stands after; 1 for what did not change.</summary>
    public required double AfterMultiple { get; init; }

    /// <summary>The policy after, with this limit at a multiple of what it was before.</summary>
    /// <param name="multiple">Above 0.</param>
    public Policy Turn(double multiple) => Turn(After, multiple);

    /// <summary>Another policy with this limit at a multiple of what it was before.</summary>
    /// <param name="policy">The policy to turn it in.</param>
    /// <param name="multiple">Above 0.</param>
    public abstract Policy Turn(Policy policy, double multiple);
}

/// <summary>A window allowance of some plans, one product and some hours.</summary>
public sealed record AllowanceDial : Dial
{
    /// <summary>Which window.</summary>
    public required WindowKind Window { get; init; }

    /// <summary>Plans it is for.</summary>
    public required FrozenSet<string> Plans { get; init; }

    /// <summary>Product it is for; null: every one.</summary>
    public required string? Product { get; init; }

    /// <summary>Hours it is for; null: all.</summary>
    public required WeeklyHours? When { get; init; }

    /// <summary>The allowance before, as a factor on the plan's own limit.</summary>
    public required double Before { get; init; }

    /// <inheritdoc/>
    public override Policy Turn(Policy policy, double multiple)
    {
        var scope = AllowanceScope.Of(Window, Product, When);
        var others = policy.Allowances
            .Select(a => scope.Holds(a)
                ? a with { Plans = a.Plans.Where(p => !Plans.Contains(p)).ToFrozenSet() }
                : a);
        var turned = new Allowance(Key, "turned", Window, Plans, Product, new Factor(Before * multiple), When);
        return policy with { Allowances = [.. others.Where(a => a.Plans.Count > 0), turned] };
    }
}

/// <summary>The session or the week of some plans, whose amounts a change replaced.</summary>
public sealed record AmountDial : Dial
{
    // What a plan may state at most, short of the range of credits.
    private const double Most = 9e12;

    /// <summary>An amount that nobody reaches.</summary>
    internal static Credits Unlimited { get; } = Credits.From(Most);

    /// <summary>Which window.</summary>
    public required WindowKind Window { get; init; }

    /// <summary>Its amount before, by plan.</summary>
    public required FrozenDictionary<string, Credits> Before { get; init; }

    /// <summary>What a plan states for a window.</summary>
    internal static Credits AmountOf(PlanTerms plan, WindowKind window) =>
        window == WindowKind.Session ? plan.Session : plan.Week;

    /// <inheritdoc/>
    public override Policy Turn(Policy policy, double multiple) => policy with
    {
        Plans = policy.Plans.Values.ToFrozenDictionary(plan => plan.Name, plan =>
        {
            if (!Before.TryGetValue(plan.Name, out var before))
                return plan;
            var amount = Credits.From(Math.Min(before.Value * multiple, Most));
            return Window == WindowKind.Session ? plan with { Session = amount } : plan with { Week = amount };
        }),
    };
}

/// <summary>The rates of one class in one API tier.</summary>
public sealed record RateDial : Dial
{
    /// <summary>Tier, by name.</summary>
    public required string Tier { get; init; }

    /// <summary>Class, by name.</summary>
    public required string Class { get; init; }

    /// <summary>Rates before.</summary>
    public required RateTerms RatesBefore { get; init; }

    /// <inheritdoc/>
    /// <remarks>Rates that the change left alone stay as they are and may bind.</remarks>
    public override Policy Turn(Policy policy, double multiple)
    {
        var (before, after) = (RatesBefore, After.Tiers[Tier].Rates[Class]);
        return policy.WithRates((tier, name, rates) => tier != Tier || name != Class ? rates : rates with
        {
            Requests = Scale(rates.Requests, before.Requests, after.Requests),
            Input = Scale(rates.Input, before.Input, after.Input),
            Output = Scale(rates.Output, before.Output, after.Output),
        });

        PerMinute Scale(PerMinute own, PerMinute was, PerMinute now) => was == now ? own : was.Times(multiple);
    }
}

/// <summary>
/// All session windows, all weeks, or one class's rates on all tiers: limits that did not change, turned together.
/// </summary>
public sealed record BundleDial : Dial
{
    /// <summary>Gives a policy at a multiple of what it allows.</summary>
    public required Func<Policy, double, Policy> Turned { get; init; }

    /// <inheritdoc/>
    public override Policy Turn(Policy policy, double multiple) => Turned(policy, multiple);
}
