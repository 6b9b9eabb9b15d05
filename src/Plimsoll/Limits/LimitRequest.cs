namespace Plimsoll.Limits;

/// <summary>One request for admission.</summary>
public readonly record struct LimitRequest
{
    /// <summary>Where it is accounted.</summary>
    public required ScopePath Scope { get; init; }

    /// <summary>Model class, by <see cref="LimitBook.ClassNumber"/>.</summary>
    public required int Class { get; init; }

    /// <summary>Tokens that it is expected to use, none negative.</summary>
    public required TokenUsage Estimate { get; init; }

    /// <summary>Product that asks, by <see cref="LimitBook.ProductNumber"/>. Default 0.</summary>
    public int Product { get; init; }

    /// <summary>Traits such as <c>fast</c>, by <see cref="LimitBook.TraitBit"/>. Default: none.</summary>
    public ulong Traits { get; init; }

    /// <summary>Lane that it asks for. Default: standard.</summary>
    public Lane Lane { get; init; }

    /// <summary>Requests in a batch. Default 0, which is one request.</summary>
    public int Requests { get; init; }

    /// <summary>
    /// Name that makes it safe to ask again: a request that is known already is never held or charged twice. Default 0:
    /// it has none.
    /// </summary>
    public UInt128 Id { get; init; }

    /// <summary>Whether its user agrees, with this request, to pay for it as overage. Default false.</summary>
    public bool Consents { get; init; }
}
