using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Stores;

/// <summary>A request that comes to a gateway.</summary>
/// <param name="Number">Its number.</param>
/// <param name="At">When it comes.</param>
/// <param name="Gateway">Number of the gateway.</param>
/// <param name="Seat">Whose it is.</param>
/// <param name="Estimate">What it is expected to use.</param>
/// <param name="Actual">What it will use; null: it fails before any output.</param>
/// <param name="Takes">How long it takes once it is admitted.</param>
public sealed record ModelRequest(
    int Number, Instant At, int Gateway, int Seat, TokenUsage Estimate, TokenUsage? Actual, Duration Takes);
