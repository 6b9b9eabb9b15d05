using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>
/// What one admitted request holds of its limits until it is settled, released or expires, once. A handle: copies are
/// the same reservation. <c>default</c> is none.
/// </summary>
public readonly struct Reservation : IEquatable<Reservation>
{
    private readonly OpenRequest? request;
    private readonly long generation;

    internal Reservation(OpenRequest request, bool isRepeated)
    {
        this.request = request;
        generation = request.Generation;
        IsRepeated = isRepeated;
    }

    /// <summary>Whether a request of the same name held it already: nothing was held anew.</summary>
    public bool IsRepeated { get; }

    /// <summary>Whether it is neither settled nor released nor expired.</summary>
    public bool IsOpen => Request is not null;

    /// <summary>Its number among all that its book has had in flight. 0 once it has ended.</summary>
    public long Number => Request?.Number ?? 0;

    /// <summary>Tokens that were reported so far. Zero once it has ended.</summary>
    public TokenUsage Reported => Request?.Reported ?? default;

    /// <summary>
    /// Its model class, at whose weights and prices it is charged, whatever the policy says by now; null once it has
    /// ended.
    /// </summary>
    public ClassTerms? Class => Request?.Terms;

    /// <summary>Tokens held. Zero once it has ended.</summary>
    public TokenUsage Held => Request?.Held.Usage ?? default;

    /// <summary>Requests held: 1, or those of a batch or a lease. 0 once it has ended.</summary>
    public long Requests => Request?.Held.Requests ?? 0;

    /// <summary>When it was admitted. The epoch once it has ended.</summary>
    public Instant At => Request?.At ?? default;

    /// <summary>When it expires unless somebody reports on it. The epoch once it has ended.</summary>
    public Instant ExpiresAt => Request?.Deadline ?? default;

    /// <summary>Lane that serves it: the one it asked for, or standard where a limit downgraded it.</summary>
    public Lane Lane => Request?.Served ?? default;

    /// <summary>Whether it is paid as overage, because a session or week is spent.</summary>
    public bool IsOverage => Request?.IsOverage ?? false;

    /// <summary>The open request; null once it has ended.</summary>
    internal OpenRequest? Request =>
        request is { IsOpen: true } open && open.Generation == generation ? open : null;

    /// <inheritdoc/>
    public bool Equals(Reservation other) => request == other.request && generation == other.generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Reservation other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)generation;

    /// <summary>The same reservation.</summary>
    public static bool operator ==(Reservation left, Reservation right) => left.Equals(right);

    /// <summary>Another reservation.</summary>
    public static bool operator !=(Reservation left, Reservation right) => !left.Equals(right);
}
