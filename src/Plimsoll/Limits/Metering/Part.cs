namespace Plimsoll.Limits.Metering;

/// <summary>One scope that a request is accounted at.</summary>
internal struct Part
{
    /// <summary>Address of its block at admission; it may have moved since.</summary>
    public int Address;

    /// <summary>Number of its first rate limit among those of the request.</summary>
    public int FirstRate;

    /// <summary>Number of its first hold among those of the request.</summary>
    public int FirstHold;

    /// <summary>What limited the request there at admission.</summary>
    public LaneRules Rules;
}
