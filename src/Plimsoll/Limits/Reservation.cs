using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>What one admitted request holds of its account's limits until it is settled or released, once.</summary>
public sealed class Reservation
{
    internal Reservation(string modelClass, TokenUsage estimate, Instant at)
    {
        ModelClass = modelClass;
        Estimate = estimate;
        At = at;
    }

    /// <summary>Class the request is for.</summary>
    public string ModelClass { get; }

    /// <summary>Tokens held.</summary>
    public TokenUsage Estimate { get; }

    /// <summary>When it was admitted.</summary>
    public Instant At { get; }

    /// <summary>Whether it is neither settled nor released.</summary>
    public bool IsOpen { get; internal set; } = true;
}
