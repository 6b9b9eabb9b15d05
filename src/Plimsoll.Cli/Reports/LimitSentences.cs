using Plimsoll.Limits;
using Plimsoll.Limits.Replay;

namespace Plimsoll.Cli.Reports;

/// <summary>Why a request was decided as it was, in sentences.</summary>
internal static class LimitSentences
{
    /// <summary>The decision and its rule, when it passes, and how it stands with overage.</summary>
    public static IEnumerable<string> Of(ExplainedRequest explained)
    {
        var explanation = explained.Explanation;
        if (explained.Asked.Decision is RecordedDecision.Repeated or RecordedDecision.Duplicate)
        {
            yield return "The request was known already, so that nothing was held; what follows would be decided about "
                + "a new one.";
        }

        if (explanation.NotIncluded is { } missing)
        {
            yield return $"Not included: {missing}";
            yield break;
        }

        yield return explanation.IsAdmitted ? Admitted(explanation) : Refused(explained);
        if (!explanation.IsAdmitted)
            yield return Retry(explanation);
        yield return Overage(explanation);
        if (explained.Placed.FirstOrDefault(IsRate) is not null)
            yield return "Of a rate limit, used is what refill has not repaid yet.";
    }

    private static string Admitted(Explanation explanation) => explanation.IsOverage
        ? "Admitted as overage: a session or week has no room, and the request is paid for at list price."
        : explanation.Limits.FirstOrDefault(limit => !limit.HasRoom) is null
            ? "Admitted: every limit has room, and all of them hold the charge until the request ends."
            : $"Admitted on the {SnakeCase.Of(explanation.Lane)} lane: a limit without room lets it pass there, "
                + "uncounted.";

    private static string Refused(ExplainedRequest explained)
    {
        var binding = explained.Explanation.Binding!;
        var placed = explained.Placed[explained.Explanation.Limits.IndexOf(binding)];
        var others = explained.Explanation.Limits.Count(limit => limit is { HasRoom: false, IsCounted: true }) - 1;
        var more = others > 0 ? $" It takes longest; {others} more have no room." : "";
        return $"Refused by {LimitText.Title(placed)}, kept by {LimitText.Keeper(placed)}: {Rule(binding)}{more}";
    }

    private static string Rule(ConsideredLimit binding)
    {
        var (state, kind) = (binding.Before, binding.Before.Kind);
        string Amount(long value) => LimitText.Amount(kind, value);
        var taken = $"{Amount(state.Used)} used and {Amount(state.Reserved)} reserved of {Amount(state.Limit)}";
        return kind switch
        {
            LimitKind.Requests or LimitKind.InputTokens => binding.Charge > Stated(state)
                ? $"it asks for {Amount(binding.Charge)}, more than the limit ever allows at once."
                : $"{Amount(state.Remaining)} are left, and the whole of {Amount(binding.Charge)} has to be.",
            LimitKind.OutputTokens => state.Terms is RateLimit { WholeOutput: true }
                ? $"{Amount(state.Remaining)} are left, and the whole of {Amount(binding.Charge)} has to be."
                : $"none of {Amount(state.Limit)} is left, and anything at all has to be.",
            LimitKind.Concurrency =>
                $"{taken}; {Amount(binding.Charge)} more would be in flight than it allows at once.",
            LimitKind.Acceleration => $"{taken} in this interval; use may not grow faster.",
            _ => $"{taken}; it has room only while anything is left.",
        };
    }

    private static string Retry(Explanation explanation) => explanation.RetryAt is { } at
        ? $"The same request passes at {InstantText.Of(at)} if nothing else happens, and not a nanosecond earlier."
        : "The same request never passes, unless something else happens.";

    private static string Overage(Explanation explanation) => explanation.Overage switch
    {
        OverageStatus.NotOffered => "Overage: no terms of the path offer it.",
        OverageStatus.Available => explanation.IsOverage
            ? "Overage: on, agreed to, and within its caps."
            : "Overage: available for a session or week without room; it was not needed, or another limit refuses.",
        OverageStatus.Disabled => "Overage: offered, but switched off.",
        OverageStatus.NeedsConsent => "Overage: on, but its user has not agreed to pay.",
        OverageStatus.OutOfCredit => "Overage: on, but the credit that was bought is spent.",
        OverageStatus.CapReached => "Overage: on, but its daily or monthly cap is reached.",
        _ => throw new InvalidOperationException($"Unknown status {explanation.Overage}."),
    };

    private static long Stated(in LimitState state) => (state.Terms, state.Kind) switch
    {
        (RateLimit { Requests: { } requests }, LimitKind.Requests) => requests,
        (RateLimit { Input: { } input }, LimitKind.InputTokens) => input,
        _ => state.Limit,
    };

    private static bool IsRate(PlacedLimit limit) => limit.State.Terms is RateLimit;
}
