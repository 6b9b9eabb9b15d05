using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>What a policy version must not say: found before anything is admitted under it.</summary>
internal static class PolicyChecks
{
    private const long LongestPeriodDays = 31;
    private const double SmallestFactor = 1e-6;
    private const long Millisecond = 1_000_000;

    /// <summary>Throws with everything that is wrong.</summary>
    /// <exception cref="ArgumentException">Something is.</exception>
    public static void Require(Policy policy)
    {
        var wrong = OfTimes(policy)
            .Concat(policy.Allowances.Where(allowance => !(allowance.Factor.Value >= SmallestFactor))
                .Select(allowance => $"change {allowance.Change}: the factor of allowance {allowance.Name} is "
                    + $"{allowance.Factor.Value}; expected 0.000001 or more"))
            .Concat(policy.Plans.Values.SelectMany(plan => Of(plan.Name, plan.Further)))
            .Concat(policy.Tiers.Values.SelectMany(tier => Of(tier.Name, tier.Further)))
            .Concat(policy.Sets.Values.SelectMany(set => Of(set.Name, set.Limits)))
            .ToList();
        if (wrong.Count > 0)
            throw new ArgumentException($"The policy cannot be enforced: {string.Join("; ", wrong)}.", nameof(policy));
    }

    private static IEnumerable<string> OfTimes(Policy policy)
    {
        (string Name, Duration Length)[] times =
        [
            ("session length", policy.SessionLength),
            ("session grid", policy.SessionGrid),
            ("reservation life", policy.ReservationLife),
            ("batch life", policy.BatchLife),
        ];
        return times.Where(time => time.Length <= Duration.Zero)
            .Select(time => $"the {time.Name} is {time.Length.Seconds} s; expected more than nothing");
    }

    private static IEnumerable<string> Of(string set, IEnumerable<LimitTerms> limits) =>
        limits.Select(limit => (limit.Name, Problem: ProblemOf(limit))).Where(one => one.Problem is not null)
            .Select(one => $"{set}, limit {one.Name}: {one.Problem}");

    private static string? ProblemOf(LimitTerms limit) => limit switch
    {
        RateLimit { Requests: < 0 } or RateLimit { Input: < 0 } or RateLimit { Output: < 0 } =>
            "a rate is negative; expected 0 or more",
        RateLimit rate when rate.Period.Nanoseconds is var period
            && (period < Millisecond || period % Millisecond != 0
                || rate.Period > Duration.FromDays(LongestPeriodDays)) =>
            $"the period is {rate.Period.Seconds} s; expected whole milliseconds up to {LongestPeriodDays} days",
        RateLimit { Burst.Nanoseconds: <= 0 } => "the burst is nothing; expected more",
        WindowLimit { Limit.Micro: < 0 } or SpendLimit { Limit.Value: < 0 } or ConcurrencyLimit { Limit: < 0 } =>
            "the limit is negative; expected 0 or more",
        AccelerationLimit { Interval.Nanoseconds: <= 0 } => "the interval is nothing; expected more",
        AccelerationLimit { Free.Value: < 0 } or AccelerationLimit { Growth.Value: < 0 or double.NaN } =>
            "what is free, or growth, is negative; expected 0 or more",
        OverageTerms { Daily.Value: < 0 } or OverageTerms { Monthly.Value: < 0 } =>
            "a cap is negative; expected 0 or more",
        _ => null,
    };
}
