using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>Tokens of one request by kind, as its upstream reported them or as estimated.</summary>
/// <param name="Input">Uncached input.</param>
/// <param name="CacheWrite">Input written to the prefix cache for the short time (five minutes).</param>
/// <param name="CacheRead">Input read from the prefix cache.</param>
/// <param name="Output">Output.</param>
public readonly record struct TokenUsage(Tokens Input, Tokens CacheWrite, Tokens CacheRead, Tokens Output)
{
    /// <summary>Input written to the prefix cache for the long time (one hour). Default: none.</summary>
    public Tokens CacheWriteLong { get; init; }

    /// <summary>Input of every kind, from the cache or not.</summary>
    public Tokens AllInput => Input + CacheWrite + CacheWriteLong + CacheRead;

    /// <summary>Whether some count is below zero, which no request can have.</summary>
    public bool HasNegative =>
        (Input.Value | CacheWrite.Value | CacheRead.Value | Output.Value | CacheWriteLong.Value) < 0;

    /// <summary>The larger count of each kind.</summary>
    public static TokenUsage Max(in TokenUsage left, in TokenUsage right) => new(
        Larger(left.Input, right.Input),
        Larger(left.CacheWrite, right.CacheWrite),
        Larger(left.CacheRead, right.CacheRead),
        Larger(left.Output, right.Output))
    {
        CacheWriteLong = Larger(left.CacheWriteLong, right.CacheWriteLong),
    };

    /// <summary>The sum of each kind.</summary>
    public static TokenUsage operator +(in TokenUsage left, in TokenUsage right) => new(
        left.Input + right.Input,
        left.CacheWrite + right.CacheWrite,
        left.CacheRead + right.CacheRead,
        left.Output + right.Output)
    {
        CacheWriteLong = left.CacheWriteLong + right.CacheWriteLong,
    };

    /// <summary>The difference of each kind, which may be negative.</summary>
    public static TokenUsage operator -(in TokenUsage left, in TokenUsage right) => new(
        left.Input - right.Input,
        left.CacheWrite - right.CacheWrite,
        left.CacheRead - right.CacheRead,
        left.Output - right.Output)
    {
        CacheWriteLong = left.CacheWriteLong - right.CacheWriteLong,
    };

    /// <summary>What is left of it, of no kind less than nothing.</summary>
    public TokenUsage Without(in TokenUsage other) => Max(this - other, default);

    private static Tokens Larger(Tokens left, Tokens right) => left > right ? left : right;
}
