using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>The right to use capacity.</summary>
public sealed record Contract
{
    /// <summary>Name, unique in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>The other party.</summary>
    public required string Counterparty { get; init; }

    /// <summary>Form of the right.</summary>
    public required ContractForm Form { get; init; }

    /// <summary>First instant; null when it is not stated.</summary>
    public Instant? Start { get; init; }

    /// <summary>How long it runs from its start; null: no end is known.</summary>
    public Duration? Term { get; init; }

    /// <summary>How long after its start notice can first be given; null: at once.</summary>
    public Duration? MinimumTerm { get; init; }

    /// <summary>Notice after which the provider may withdraw; null: it cannot.</summary>
    public Duration? Notice { get; init; }

    /// <summary>Price of one month at full ramp; null: not known.</summary>
    public Usd? PricePerMonth { get; init; }

    /// <summary>Whether the capacity can be used at <paramref name="instant"/>.</summary>
    public bool CoversAt(Instant instant) =>
        (Start is not { } start || instant >= start)
        && (Start is not { } from || Term is not { } term || instant < from + term);
}
