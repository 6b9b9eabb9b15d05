namespace Plimsoll.Storage.Embedded;

/// <summary>Bounds of an embedded store.</summary>
internal sealed record EmbeddedTerms
{
    /// <summary>Logs are compacted at so many bytes, or at half of the snapshot's up to four times as many.</summary>
    public long CompactAt { get; init; } = 64 << 20;

    /// <summary>Logs are compacted once there are so many, which happens only by many starts.</summary>
    public int CompactAtLogs { get; init; } = 16;

    /// <summary>How many of the latest requests are known for certain.</summary>
    public int KnownRequests { get; init; } = 1 << 20;
}
