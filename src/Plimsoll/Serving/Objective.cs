using Plimsoll.Quantities;

namespace Plimsoll.Serving;

/// <summary>Latency that a class has to keep.</summary>
/// <param name="Ttft">Longest time to first token of an average request that finds the prefill slot idle.</param>
/// <param name="Tpot">Longest time per output token.</param>
public sealed record Objective(Duration Ttft, Duration Tpot);
