using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <content>What would be decided, and why.</content>
public sealed partial class LimitBook
{
    /// <summary>
    /// Explains what <see cref="TryReserve"/> would decide about a request. Nothing is changed, and a request's name is
    /// not looked at.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A count of tokens is negative.</exception>
    /// <exception cref="OverflowException">The estimate is beyond what can be counted.</exception>
    public Explanation Explain(in LimitRequest request, Instant now)
    {
        RequireNoNegative(request.Estimate, nameof(request));
        RequireKnown(request);
        return Explaining.Explain(scopes, request, now > latest ? now : latest);
    }
}
