using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>How batches of requests are kept and run.</summary>
public sealed record BatchesSpec
{
    /// <summary>
    /// Folder in which they are kept, so that a gateway that starts again goes on with them; absent: a temporary one,
    /// which goes with the gateway.
    /// </summary>
    public FilePath? Folder { get; init; }

    /// <summary>Most requests of all batches in flight; absent: 16.</summary>
    public int? MaxInFlight { get; init; }

    /// <summary>Most batches of one key that have not ended, and most input files that it keeps; absent: 100.</summary>
    public int? MaxOpen { get; init; }

    /// <summary>Most requests in a batch; absent: 100,000.</summary>
    public int? MaxRequests { get; init; }

    /// <summary>Largest batch; absent: 256 MiB.</summary>
    public ByteSize? Size { get; init; }

    /// <summary>Time in which a batch is to be answered; absent: 24 h.</summary>
    public Duration? Life { get; init; }

    /// <summary>How long after a batch was made its results are kept; absent: 29 d.</summary>
    public Duration? ResultsKept { get; init; }
}
