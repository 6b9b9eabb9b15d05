namespace Plimsoll.Serving.Routing;

/// <summary>
/// What a router needs to know of a request. <c>default</c>: no prefix, from origin 0, with the draw 0.
/// </summary>
/// <param name="prefix">Names of the blocks that its prompt begins with, each chained to those before it.</param>
/// <param name="draw">Chance for this decision: 64 uniform bits. Policies without chance ignore it.</param>
/// <param name="origin">Where it comes from: an index into <see cref="ReplicaTraits.Latency"/>.</param>
public readonly ref struct RouteRequest(ReadOnlySpan<long> prefix, ulong draw, int origin = 0)
{
    /// <summary>Names of the blocks that its prompt begins with.</summary>
    public ReadOnlySpan<long> Prefix { get; } = prefix;

    /// <summary>Chance for this decision: 64 uniform bits.</summary>
    public ulong Draw { get; } = draw;

    /// <summary>Where it comes from.</summary>
    public int Origin { get; } = origin;
}
