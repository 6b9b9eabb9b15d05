using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Histories;

/// <summary>One scope of a history.</summary>
/// <param name="Above">Number of the scope above it, which comes earlier; null: none.</param>
/// <param name="Level">Its level.</param>
/// <param name="Sets">What it carries.</param>
internal sealed record ScopeSpec(int? Above, ScopeLevel Level, ImmutableArray<string> Sets);

/// <summary>A random history of a book.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="Versions">The policy that the book begins with, by effective date.</param>
/// <param name="Others">The policy that is adopted in its course, by effective date.</param>
/// <param name="Scopes">The scopes.</param>
/// <param name="OtherSets">What scopes are changed to carry.</param>
/// <param name="Steps">What happens.</param>
internal sealed record History(
    Instant Start,
    ImmutableArray<Policy> Versions,
    ImmutableArray<Policy> Others,
    ImmutableArray<ScopeSpec> Scopes,
    ImmutableArray<ImmutableArray<string>> OtherSets,
    ImmutableArray<Step> Steps)
{
    public static Instant Anchor { get; } = Instant.FromDate(new DateOnly(2026, 5, 3)) + Duration.FromHours(9);

    public static Arbitrary<History> Of(Theme theme) => Arb.From(theme.AnyHistory, Smaller);

    public static ScopeTerms Terms(ImmutableArray<string> sets) => new(sets, Anchor);

    /// <summary>What a scope carries that is added or changed in a step.</summary>
    public ScopeTerms OtherTerms(Step step) => Terms(OtherSets[step.Pick % OtherSets.Length]);

    /// <summary>One of three grants: with a cooldown, only at a limit, or paused now and then.</summary>
    public ResetGrant GrantOf(Step step) => new(
        $"grant-{step.Pick % 3}", "A grant", 2 - (step.Pick % 2), Start, Start + Duration.FromDays(30), step.Order)
    {
        NeedsLimit = step.Pick % 3 == 1,
        Cooldown = Duration.FromMinutes(step.Pick % 3 == 0 ? 600 : 0),
        IsPaused = step.Pick > 95,
    };

    public override string ToString()
    {
        var text = new StringBuilder($"\nfrom {Start.ToDateTimeOffset():O}");
        foreach (var policy in Versions)
            Describe(policy, "version");
        if (Steps.Any(step => step.Act == Act.Adopt))
        {
            foreach (var policy in Others)
                Describe(policy, "other");
        }

        for (var i = 0; i < Scopes.Length; i++)
        {
            text.Append($"\nscope {i} below {Scopes[i].Above}: {Scopes[i].Level} ");
            text.AppendJoin(" + ", Scopes[i].Sets);
        }

        foreach (var sets in OtherSets.Where(_ => Steps.Any(step => step.Act == Act.Change)))
            text.Append("\nother sets ").AppendJoin(" + ", sets);
        return text.Append('\n').AppendJoin('\n', Steps).ToString();

        void Describe(Policy policy, string what)
        {
            text.Append($"\n{what} from {policy.EffectiveFrom.ToDateTimeOffset():O} {policy.InProgress}");
            text.Append($" life {policy.ReservationLife.Seconds} s session {policy.SessionLength.Seconds} s");
            text.Append($"/{policy.SessionGrid.Seconds} s");
            var carried = Scopes.SelectMany(scope => scope.Sets);
            if (Steps.Any(step => step.Act == Act.Change))
                carried = carried.Concat(OtherSets.SelectMany(sets => sets));
            foreach (var set in carried.Distinct())
            {
                if (policy.Plans.TryGetValue(set, out var plan))
                    text.Append($"\n  {plan} ").AppendJoin(' ', plan.Further);
                else if (policy.Tiers.TryGetValue(set, out var tier))
                    text.Append($"\n  {set} ").AppendJoin(' ', tier.Rates).AppendJoin(' ', tier.Further);
                else if (policy.Sets.TryGetValue(set, out var limits))
                    text.Append($"\n  {set} ").AppendJoin("\n    ", limits.Limits);
            }

            foreach (var allowance in policy.Allowances)
                text.Append($"\n  {allowance}");
        }
    }

    private static IEnumerable<History> Smaller(History history)
    {
        var steps = history.Steps;
        for (var size = steps.Length / 2; size >= 1; size /= 2)
        {
            for (var at = 0; at + size <= steps.Length; at += size)
                yield return history with { Steps = steps.RemoveRange(at, size) };
        }

        for (var i = 1; i < history.Others.Length; i++)
            yield return history with { Others = history.Others.RemoveAt(i) };
        for (var i = 0; i < history.Others.Length; i++)
        {
            foreach (var smaller in Smaller(history.Others[i]))
                yield return history with { Others = history.Others.SetItem(i, smaller) };
        }

        for (var i = 1; i < history.Versions.Length; i++)
            yield return history with { Versions = history.Versions.RemoveAt(i) };
        for (var i = 0; i < history.Versions.Length; i++)
        {
            foreach (var smaller in Smaller(history.Versions[i]))
                yield return history with { Versions = history.Versions.SetItem(i, smaller) };
        }

        for (var i = 0; i < history.Scopes.Length; i++)
        {
            foreach (var set in history.Scopes[i].Sets)
            {
                var less = history.Scopes[i] with { Sets = history.Scopes[i].Sets.Remove(set) };
                yield return history with { Scopes = history.Scopes.SetItem(i, less) };
            }
        }

        if (history.Scopes.Length > 1)
            yield return history with { Scopes = history.Scopes.RemoveAt(history.Scopes.Length - 1) };
        for (var i = 0; i < steps.Length; i++)
        {
            foreach (var step in Smaller(steps[i]))
                yield return history with { Steps = steps.SetItem(i, step) };
        }
    }

    private static IEnumerable<Policy> Smaller(Policy policy)
    {
        foreach (var allowance in policy.Allowances)
            yield return policy with { Allowances = policy.Allowances.Remove(allowance) };
        foreach (var set in policy.Sets.Values)
        {
            foreach (var limit in set.Limits)
            {
                var less = set with { Limits = set.Limits.Remove(limit) };
                yield return policy with { Sets = Policies.Named([.. policy.Sets.Values.Where(s => s != set), less]) };
            }
        }

        foreach (var plan in policy.Plans.Values.Where(plan => plan.Further.Length > 0))
        {
            yield return policy with
            {
                Plans = Policies.Named([.. policy.Plans.Values.Where(p => p != plan), plan with { Further = [] }]),
            };
        }
    }

    private static IEnumerable<Step> Smaller(Step step)
    {
        if (step.Passes != 0)
            yield return step with { Passes = 0 };
        if (step.Goal != Goal.Now)
            yield return step with { Goal = Goal.Now };
        if (step.Usage != default)
        {
            yield return step with { Usage = default };
            yield return step with { Usage = step.Usage with { Input = default } };
            yield return step with { Usage = step.Usage with { Output = default } };
            yield return step with { Usage = new TokenUsage(step.Usage.Input, default, default, step.Usage.Output) };
        }

        if (step.Id != 0)
            yield return step with { Id = 0 };
        if (step.Requests != 0)
            yield return step with { Requests = 0 };
        if (step.Trait is not null || step.Product != "chat")
            yield return step with { Trait = null, Product = "chat" };
        if (step.Pick != 0)
            yield return step with { Pick = 0 };
    }
}
