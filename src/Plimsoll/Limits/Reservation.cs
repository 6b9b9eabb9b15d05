using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>
/// What one admitted request holds of its account's limits until it is settled or released, once. Belongs to the
/// account that made it, which alone may end it.
/// </summary>
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

    /// <summary>Weights at admission, which settle it whatever the policy says by then; null without windows.</summary>
    internal CreditWeights? Weights { get; init; }

    /// <summary>What it holds of the session; <c>default</c> without windows.</summary>
    internal WindowHold Session { get; init; }

    /// <summary>What it holds of the week; <c>default</c> without windows.</summary>
    internal WindowHold Week { get; init; }
}
