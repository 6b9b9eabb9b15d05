using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>A request that was admitted.</summary>
/// <param name="Request">What it asks.</param>
/// <param name="Class">Class of its model.</param>
/// <param name="Asked">What it asked of its limits.</param>
/// <param name="Account">Who pays.</param>
/// <param name="Hold">What it holds.</param>
internal sealed record Ticket(ChatRequest Request, ClassTerms Class, LimitRequest Asked, Account Account, Hold Hold)
{
    /// <summary>How long it waited for its place.</summary>
    public Duration Waited { get; init; }
}
