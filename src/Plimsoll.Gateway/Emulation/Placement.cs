namespace Plimsoll.Gateway.Emulation;

/// <summary>What a pool says to a request.</summary>
internal abstract record Placement
{
    private Placement()
    {
    }

    /// <summary>It runs or waits; its tokens arrive in the generation.</summary>
    public sealed record Placed(Generation Generation) : Placement;

    /// <summary>Every replica is full.</summary>
    public sealed record Full : Placement;

    /// <summary>It would not fit on an idle replica.</summary>
    public sealed record TooLong : Placement;
}
