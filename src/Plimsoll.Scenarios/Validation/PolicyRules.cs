using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Format;
using static Plimsoll.Scenarios.Validation.Rules;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold between the values of one record of limits or changes.</summary>
internal static class PolicyRules
{
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const double MostFactor = 1000;
    private const double MostWhole = 1e15;
    private static readonly Duration Longest = Duration.FromDays(31);
    private static readonly Duration ShortestInterval = Duration.FromSeconds(1);
    private static readonly Duration Minute = Duration.FromMinutes(1);

    /// <summary>The rules.</summary>
    public static IEnumerable<Rule> All =>
    [
        For<AllowanceSpec>(["factor"], (spec, at) =>
        {
            // What is charged is divided by it in whole millionths.
            if (spec.Factor.Value.Value is < 0.001 or > MostFactor)
                at.Report($"found {at.Found("factor")}; expected 0.001x to 1000x", "factor");
        }),
        For<AllowanceSpec>(["factor", "window", "bonus-outside-week"], BonusOfASession),
        For<AllowanceSpec>(["plans"], (spec, at) => Holders(spec.Plans, at)),
        For<AllowanceSpec>(["trait"], (spec, at) =>
        {
            if (!NameText.IsName(spec.Trait!))
                at.Report($"found '{spec.Trait}'; expected {NameText.Expected}: no request has another trait", "trait");
        }),
        For<LiftSpec>(["plans"], (spec, at) => Holders(spec.Plans, at)),
        For<ChangeSpec>(["effective", "until"], (spec, at) =>
            Ascend(spec.Effective, spec.Until!.Value, "'until' has to be later than 'effective'", at, "until")),
        For<ChangeSpec>(["in-progress"], (_, at) =>
        {
            if (!TreeRules.Amounts.Any(at.Mapping.Keys.Contains))
            {
                at.Report("this change restates no amounts, so that it leaves windows in progress alone; remove it, or "
                    + $"restate {string.Join(", ", TreeRules.Amounts)}", "in-progress");
            }
        }),
        For<HoursSpec>(["from", "to"], Hours),
        For<HoursSpec>(["zone"], (spec, at) => ZoneNames.Check(spec.Zone, at, "zone")),
        For<ClassWeekSpec>([], (_, at) => ShareOrAmount(at)),
        For<RateSpec>(["burst"], (spec, at) => Within(spec.Burst!.Value, Minute, "a minute", at)),
        For<RateLimitSpec>(["period"], Period),
        For<RateLimitSpec>(["period", "burst"], (spec, at) =>
            Within(spec.Burst!.Value, spec.Period.Value, $"'period' ({at.Found("period")})", at)),
        For<RateLimitSpec>(["requests"], (spec, at) => Whole(spec.Requests!.Value, at, "requests")),
        For<RateLimitSpec>([], (_, at) => AnyOf(at, "requests", "input", "output")),
        For<RateLimitSpec>(["burn"], (_, at) =>
        {
            if (!at.Mapping.Keys.Contains("input"))
                at.Report("says what counts toward 'input', which is not limited here; state 'input' too", "burn");
        }),
        For<BurnSpec>(["input"], (spec, at) => AtMost(spec.Input!.Value, at, "input")),
        For<BurnSpec>(["cache-write"], (spec, at) => AtMost(spec.CacheWrite!.Value, at, "cache-write")),
        For<BurnSpec>(["cache-write-long"], (spec, at) => AtMost(spec.CacheWriteLong!.Value, at, "cache-write-long")),
        For<BurnSpec>(["cache-read"], (spec, at) => AtMost(spec.CacheRead!.Value, at, "cache-read")),
        For<BurnSpec>(["output"], (spec, at) => AtMost(spec.Output!.Value, at, "output")),
        For<WindowSpec>(["window"], (spec, at) =>
        {
            if (spec.Window == WindowKind.Spend)
                at.Report("found 'spend'; expected session or week: money is limited under 'spend'", "window");
        }),
        For<ConcurrencySpec>(["limit"], (spec, at) => Whole(spec.Limit, at, "limit")),
        For<AccelerationSpec>(["interval"], (spec, at) =>
        {
            if (spec.Interval.Value < ShortestInterval || spec.Interval.Value > Longest)
                at.Report($"found {at.Found("interval")}; expected 1 s to 31 days", "interval");
        }),
        For<AccelerationSpec>(["growth"], (spec, at) => AtMost(spec.Growth, at, "growth")),
        For<BatchSpec>([], (_, at) => AnyOf(at, "requests", "queue")),
        For<BatchSpec>(["queue"], (spec, at) => Whole(spec.Queue!.Value, at, "queue")),
    ];

    private static void BonusOfASession(AllowanceSpec spec, RuleScope at)
    {
        if (!spec.BonusOutsideWeek)
            return;
        if (spec.Window != WindowKind.Session)
        {
            at.Report($"this allowance is for the {KebabCase.Of($"{spec.Window}")}; only the bonus of a session can be "
                + "kept outside of the week", "bonus-outside-week");
        }
        else if (spec.Factor.Value.Value <= 1)
            at.Report("a factor of 1x or less gives no bonus; remove it", "bonus-outside-week");
    }

    private static void Hours(HoursSpec spec, RuleScope at)
    {
        if (spec.From >= ClockTime.EndOfDay)
            at.Report($"found {spec.From}; hours begin before the end of the day", "from");
        else if (spec.From == spec.To)
        {
            at.Report($"found {spec.To}; 'to' has to differ from 'from': a whole day is from 00:00 to "
                + $"{ClockTime.EndOfDay}", "to");
        }
    }

    private static void ShareOrAmount(RuleScope at)
    {
        var (hasShare, hasAmount) = (at.Mapping.Keys.Contains("share"), at.Mapping.Keys.Contains("amount"));
        if (hasShare == hasAmount)
        {
            at.Report(hasShare
                ? "has both 'share' and 'amount': keep one of them"
                : "has neither 'share' (of the plan's week) nor 'amount' (of credits): state one of them");
        }
    }

    private static void Period(RateLimitSpec spec, RuleScope at)
    {
        var period = spec.Period.Value;
        if (period > Longest || period.Nanoseconds % NanosecondsPerMillisecond != 0)
            at.Report($"found {at.Found("period")}; expected whole milliseconds, 31 days at most", "period");
    }

    /// <summary>The plans, tiers and limit sets of an allowance or a lift: at least one, and each once.</summary>
    private static void Holders(IReadOnlyList<string> names, RuleScope at)
    {
        if (names.Count == 0)
            at.Report("found an empty list, which holds for nobody; name a plan, a tier or a limit set", "plans");
        var seen = new Dictionary<string, int>();
        for (var i = 0; i < names.Count; i++)
        {
            if (!seen.TryAdd(names[i], i))
                at.Report($"found '{names[i]}' a second time; name it once", "plans", $"{i}");
        }
    }

    private static void Within(Input<Duration> burst, Duration longest, string what, RuleScope at)
    {
        if (burst.Value > longest)
            at.Report($"found {at.Found("burst")}; expected {what} at most: no more can be saved up", "burst");
    }

    private static void Whole(Input<Count> count, RuleScope at, string key)
    {
        if (count.Value.Value is < 1 or > MostWhole || count.Value.Value % 1 != 0)
            at.Report($"found {at.Found(key)}; expected a whole number, 1 to 1e15", key);
    }

    private static void AtMost(Input<Factor> factor, RuleScope at, string key)
    {
        if (factor.Value.Value > MostFactor)
            at.Report($"found {at.Found(key)}; expected 1000x at most", key);
    }

    private static void AnyOf(RuleScope at, params string[] keys)
    {
        if (!keys.Any(at.Mapping.Keys.Contains))
            at.Report($"limits nothing; state at least one of {string.Join(", ", keys)}");
    }
}
