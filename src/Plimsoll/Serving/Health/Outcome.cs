using Plimsoll.Quantities;

namespace Plimsoll.Serving.Health;

/// <summary>What the end of a request says of the replica that had it.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>It answered, if only that the request is wrong.</summary>
    public static Outcome Served { get; } = new Answer();

    /// <summary>It failed: not reached, silent for too long, an error of its own, an answer that broke off.</summary>
    public static Outcome Failed { get; } = new Failure();

    /// <summary>Nothing: the client left or the router stopped before it could be known.</summary>
    public static Outcome Nothing { get; } = new Unknown();

    /// <summary>It takes no more at present, which is no failure.</summary>
    /// <param name="RetryAfter">For how long, as it said itself; null: it did not say.</param>
    /// <param name="IsRate">
    /// Whether it is a limit on how much is asked in a time, to which it makes no difference that a request ends.
    /// </param>
    public sealed record Full(Duration? RetryAfter, bool IsRate) : Outcome;

    private sealed record Answer : Outcome;

    private sealed record Failure : Outcome;

    private sealed record Unknown : Outcome;
}
