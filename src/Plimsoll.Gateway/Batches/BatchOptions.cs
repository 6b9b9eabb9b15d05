namespace Plimsoll.Gateway.Batches;

/// <summary>How batches of requests are kept and run.</summary>
public sealed record BatchOptions
{
    /// <summary>
    /// Folder in which batches are kept, so that a gateway that starts again goes on with them. No other gateway may
    /// use it at the same time. Default null: a temporary one, which is deleted when the gateway ends.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Most requests of all batches in flight at once, 1 or more. Default 16.</summary>
    public int MaxInFlight { get; init; } = 16;

    /// <summary>
    /// Most batches of one key that have not ended, 1 or more: each keeps about 30 bytes of memory a request. Default
    /// 100.
    /// </summary>
    public int MaxOpen { get; init; } = 100;

    /// <summary>Most requests in a batch, 1 or more. Default 100,000.</summary>
    public int MaxRequests { get; init; } = 100_000;

    /// <summary>Largest batch in bytes, 1 or more. Default 256 MiB.</summary>
    public long MaxBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Time that a batch has; what is not answered then has expired and costs nothing. Default 24 h.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long after a batch was made its results can be had. Default 29 days.</summary>
    public TimeSpan ResultsKept { get; init; } = TimeSpan.FromDays(29);
}
