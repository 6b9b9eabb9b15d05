using Plimsoll.Limits;

namespace Plimsoll.Tests.Limits.Reference;

/// <summary>What a limit keeps its counters under, in its scope.</summary>
internal readonly record struct NaiveKey(string Set, LimitKind Kind, string Name, string? Part);

/// <summary>One limit that a set states in one policy version.</summary>
/// <param name="Set">Its plan, tier or set.</param>
/// <param name="Kind">Which kind.</param>
/// <param name="Terms">As it is stated.</param>
/// <param name="Part">Of overage: the day's cap, the month's, or the credit bought.</param>
internal sealed record NaiveLimit(string Set, LimitKind Kind, LimitTerms Terms, string? Part = null)
{
    public const string Day = "day";
    public const string Month = "month";
    public const string Bought = "bought";

    public NaiveKey Key { get; } = new(Set, Kind, Terms.Name, Part);

    public bool IsRate => Kind is LimitKind.Requests or LimitKind.InputTokens or LimitKind.OutputTokens;

    public bool IsWindow => Kind is LimitKind.Session or LimitKind.Week;

    public bool Downgrades => Terms
        is RateLimit { OnExceed: ExceedAction.Downgrade } or AccelerationLimit { OnExceed: ExceedAction.Downgrade };

    public bool Counts(NaiveRequest request) =>
        (Terms.Class is null || Terms.Class == request.Class)
        && (Terms.Lane is { } lane
            ? lane == request.Lane
            : request.Lane != Lane.Batch || IsWindow || Kind is LimitKind.Spend or LimitKind.Overage);

    /// <summary>The limits of one set: rates first, then the others.</summary>
    /// <returns>Null when the policy does not know the set.</returns>
    public static List<NaiveLimit>? Of(Policy policy, string set)
    {
        List<LimitTerms> terms = [];
        if (policy.Plans.TryGetValue(set, out var plan))
        {
            terms.Add(new WindowLimit { Name = "session", Window = WindowKind.Session, Limit = plan.Session });
            terms.Add(new WindowLimit { Name = "week", Window = WindowKind.Week, Limit = plan.Week });
            terms.AddRange(plan.Further);
        }
        else if (policy.Tiers.TryGetValue(set, out var tier))
        {
            terms.AddRange(tier.Rates.OrderBy(rate => rate.Key, StringComparer.Ordinal).Select(OfTier));
            terms.AddRange(tier.Further);
        }
        else if (policy.Sets.TryGetValue(set, out var further))
            terms.AddRange(further.Limits);
        else
            return null;
        var limits = terms.SelectMany(stated => Parts(set, stated)).ToList();
        return [.. limits.Where(limit => limit.IsRate), .. limits.Where(limit => !limit.IsRate)];
    }

    private static RateLimit OfTier(KeyValuePair<string, RateTerms> rate) => new()
    {
        Name = rate.Key,
        Class = rate.Key,
        Requests = rate.Value.Requests.Value,
        Input = rate.Value.Input.Value,
        Output = rate.Value.Output.Value,
        Burst = rate.Value.Burst,
        WholeOutput = rate.Value.WholeOutput,
        Burn = rate.Value.CountsCacheReads
            ? TokenBurn.Metered with { CacheRead = TokenBurn.One }
            : TokenBurn.Metered,
    };

    private static IEnumerable<NaiveLimit> Parts(string set, LimitTerms terms)
    {
        if (terms is RateLimit rate)
        {
            if (rate.Requests is not null)
                yield return new(set, LimitKind.Requests, rate);
            if (rate.Input is not null)
                yield return new(set, LimitKind.InputTokens, rate);
            if (rate.Output is not null)
                yield return new(set, LimitKind.OutputTokens, rate);
        }
        else if (terms is OverageTerms overage)
        {
            yield return new(set, LimitKind.Overage, overage, Day);
            yield return new(set, LimitKind.Overage, overage, Month);
            yield return new(set, LimitKind.Overage, overage, Bought);
        }
        else
        {
            yield return new(set, terms switch
            {
                WindowLimit { Window: WindowKind.Session } => LimitKind.Session,
                WindowLimit => LimitKind.Week,
                SpendLimit => LimitKind.Spend,
                ConcurrencyLimit => LimitKind.Concurrency,
                _ => LimitKind.Acceleration,
            }, terms);
        }
    }
}
