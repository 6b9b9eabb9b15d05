namespace Plimsoll.Limits.Metering;

/// <summary>What one request takes of a rate limit.</summary>
internal struct RateHold
{
    /// <summary>Requests.</summary>
    public long Requests;

    /// <summary>Millionths of an input token, as the limit counts them.</summary>
    public long Input;

    /// <summary>Output tokens.</summary>
    public long Output;
}
