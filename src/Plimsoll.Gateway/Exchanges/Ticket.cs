using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Keys;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>A request that was admitted.</summary>
/// <param name="Request">What it asks.</param>
/// <param name="Class">Class of its model.</param>
/// <param name="Account">Who pays.</param>
/// <param name="Key">Key it was sent with.</param>
/// <param name="Policy">The policy version it is held to, from admission to settlement.</param>
/// <param name="Hold">What it holds.</param>
internal sealed record Ticket(
    ChatRequest Request,
    ClassTerms Class,
    LiveAccount Account,
    GatewayKey Key,
    Policy Policy,
    Hold Hold);
