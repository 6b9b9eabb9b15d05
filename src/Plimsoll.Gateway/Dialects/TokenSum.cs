using Plimsoll.Limits;

namespace Plimsoll.Gateway.Dialects;

/// <summary>Input and output token limits as the one number that both dialects also tell.</summary>
internal static class TokenSum
{
    /// <summary>The sum of both limits, back in full when the later one is; the one where there is no other.</summary>
    public static LimitState Of(LimitState? input, LimitState? output)
    {
        if ((input ?? output) is not { } first)
            throw new ArgumentException("Expected a limit of input or of output.", nameof(input));
        if (input is not { } inbound || output is not { } outbound)
            return first;

        // Each is floored at nothing left before they are added: room for output is no room for input.
        var limit = Sum(inbound.Limit, outbound.Limit);
        return inbound with
        {
            Limit = limit,
            Used = limit - Sum(inbound.Remaining, outbound.Remaining),
            Reserved = 0,
            ResetsAt = Later(inbound, outbound),
        };
    }

    private static Quantities.Instant? Later(in LimitState left, in LimitState right) =>
        right.ResetsAt is { } r && (left.ResetsAt is not { } l || r > l) ? r : left.ResetsAt;

    private static long Sum(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;
}
