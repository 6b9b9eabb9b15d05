using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>Tokens of one request by kind, as its upstream reported them or as estimated.</summary>
/// <param name="Input">Uncached input.</param>
/// <param name="CacheWrite">Input written to the prefix cache.</param>
/// <param name="CacheRead">Input read from the prefix cache.</param>
/// <param name="Output">Output.</param>
public readonly record struct TokenUsage(Tokens Input, Tokens CacheWrite, Tokens CacheRead, Tokens Output);
