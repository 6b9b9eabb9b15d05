using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Limits;

namespace Plimsoll.Planning.Backtest;

/// <summary>What changes on one day, taken apart.</summary>
internal sealed class PolicyDay(Policy before, Policy after, ServiceModel model)
{
    private readonly ImmutableArray<Dial> dials =
        PolicyDifference.Between(before, after, model.Changes, model.Classes);

    /// <summary>The steps of the day: change by change, limit by limit where a change moves rates, then all.</summary>
    public IEnumerable<PolicyStep> Steps()
    {
        var changes = dials.GroupBy(ChangeOf).ToArray();
        foreach (var change in changes)
        {
            ImmutableArray<Dial> limits = [.. change];
            yield return Step(change.Key, TitleOf(change.Key, limits), limits);
            if (limits.Length == 1)
                continue;
            foreach (var rate in limits.OfType<RateDial>())
                yield return Step(rate.Key, rate.Title, [rate]);
        }

        if (changes.Length > 1)
            yield return Step("all", $"All changes of {Words(after)} together", dials);
    }

    /// <summary>The same limit to be turned in another policy.</summary>
    public static Dial On(Dial dial, Policy policy) => dial switch
    {
        AllowanceDial allowance => allowance with { After = policy },
        AmountDial amount => amount with { After = policy },
        RateDial rate => rate with { After = policy },
        _ => dial,
    };

    private PolicyStep Step(string key, string title, ImmutableArray<Dial> limits)
    {
        var day = after.EffectiveFrom.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new PolicyStep(
            $"{day}/{key}", title, after.EffectiveFrom, before, Only(limits), limits, limits.Length == dials.Length);
    }

    /// <summary>The policy after with every other limit of the day back where it was.</summary>
    private Policy Only(ImmutableArray<Dial> chosen)
    {
        var policy = after;
        foreach (var dial in dials)
        {
            if (!chosen.Contains(dial))
                policy = On(dial, policy).Turn(1);
        }

        return policy;
    }

    private string TitleOf(string change, ImmutableArray<Dial> limits)
    {
        var terms = model.Changes.FirstOrDefault(c => c.Name == change);
        return limits.Length > 1 && limits[0] is RateDial && terms is not null ? terms.Title : limits[0].Title;
    }

    private static string ChangeOf(Dial dial) => dial.Key.Split('/')[0];

    private static string Words(Policy policy) =>
        policy.EffectiveFrom.Date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
