using Plimsoll.Quantities;

namespace Plimsoll.Serving.Health;

/// <summary>
/// How many retries are left to all requests together: each request brings a part of one, each second some, and each
/// retry takes one. A value: each event makes another. Begin with <see cref="Begin"/>; <c>default</c> has none left.
/// </summary>
public readonly record struct RetryBudget
{
    private double Saved { get; init; }

    private Instant At { get; init; }

    /// <summary>A budget of which nothing was taken.</summary>
    public static RetryBudget Begin(Instant now, RetrySettings settings) => new() { Saved = settings.Saved, At = now };

    /// <summary>After a request came.</summary>
    public RetryBudget Asked(Instant now, RetrySettings settings) => Refilled(now, settings.Share, settings);

    /// <summary>After a retry was asked for.</summary>
    /// <param name="now">The instant.</param>
    /// <param name="settings">What is allowed.</param>
    /// <param name="isGranted">Whether it may be made.</param>
    public RetryBudget Taken(Instant now, RetrySettings settings, out bool isGranted)
    {
        var refilled = Refilled(now, 0, settings);
        isGranted = refilled.Saved >= 1;
        return isGranted ? refilled with { Saved = refilled.Saved - 1 } : refilled;
    }

    private RetryBudget Refilled(Instant now, double more, RetrySettings settings)
    {
        // A clock that was set back brings nothing, and takes nothing.
        var seconds = now > At ? (now - At).Seconds : 0;
        return new()
        {
            Saved = Math.Min(settings.Saved, Saved + more + (seconds * settings.PerSecond)),
            At = now,
        };
    }
}
