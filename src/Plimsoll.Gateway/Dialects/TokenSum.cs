using Plimsoll.Limits;

namespace Plimsoll.Gateway.Dialects;

/// <summary>Input and output token limits as the one number that both dialects also tell.</summary>
internal static class TokenSum
{
    /// <summary>The sum of both limits, back in full when the later one is.</summary>
    public static LimitState Of(LimitState input, LimitState output)
    {
        var later = output.ResetsAt is { } o && (input.ResetsAt is not { } i || o > i) ? o : input.ResetsAt;

        // Each is floored at nothing left before they are added: room for output is no room for input.
        var limit = input.Limit + output.Limit;
        return new LimitState(input.Kind, input.Class, limit, limit - input.Remaining - output.Remaining, 0, later);
    }
}
