using Plimsoll.Quantities;

namespace Plimsoll.Limits.Leases;

/// <summary>How much a lease is for. <c>default</c> is nothing.</summary>
/// <param name="Requests">Requests.</param>
/// <param name="Usage">Tokens of all of them together.</param>
public readonly record struct LeaseSize(long Requests, TokenUsage Usage)
{
    /// <summary>One request.</summary>
    public static LeaseSize One(in TokenUsage usage) => new(1, usage);

    /// <summary>Whether there is room for another in it.</summary>
    public bool Holds(in LeaseSize other) => other.Requests <= Requests && !(Usage - other.Usage).HasNegative;

    /// <summary>
    /// What is left of it for fewer requests: <paramref name="first"/> whole, and of the rest its share.
    /// </summary>
    public LeaseSize For(long requests, in TokenUsage first)
    {
        if (requests >= Requests)
            return this;
        var (share, all) = (requests - 1, Requests - 1);
        var rest = Usage - first;
        return new LeaseSize(requests, first + new TokenUsage(
            Part(rest.Input), Part(rest.CacheWrite), Part(rest.CacheRead), Part(rest.Output))
        {
            CacheWriteLong = Part(rest.CacheWriteLong),
        });

        Tokens Part(Tokens tokens) => new((long)((Int128)tokens.Value * share / all));
    }

    /// <summary>The sum.</summary>
    public static LeaseSize operator +(in LeaseSize left, in LeaseSize right) =>
        new(left.Requests + right.Requests, left.Usage + right.Usage);

    /// <summary>The difference, which may be negative.</summary>
    public static LeaseSize operator -(in LeaseSize left, in LeaseSize right) =>
        new(left.Requests - right.Requests, left.Usage - right.Usage);
}
