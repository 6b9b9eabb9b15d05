namespace Plimsoll.Storage.Postgres;

/// <summary>How long a server is waited for.</summary>
public sealed record PostgresPatience
{
    /// <summary>The usual: an attempt of 2 s, and 10 s in all.</summary>
    public static PostgresPatience Default { get; } = new();

    /// <summary>
    /// How long one attempt may take, to connect and again to answer; whole seconds, at least 1. Default 2 s. The
    /// server gives a statement up a little earlier.
    /// </summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// For how long attempts are made again, while connections break, a server starts, or another one takes its place.
    /// Default 10 s. The last attempt may reach beyond it.
    /// </summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the ledger may take to read, sum, drop or erase, all of it at once. Default 15 min.
    /// </summary>
    public TimeSpan Ledger { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Seconds of an attempt.</summary>
    internal int AttemptSeconds => Math.Max(1, (int)Math.Ceiling(Attempt.TotalSeconds));
}
