namespace Plimsoll.Simulation.Vidur;

/// <summary>What became of a request, on Vidur's clock. <c>default</c> means nothing.</summary>
public readonly record struct VidurOutcome
{
    /// <summary>The request.</summary>
    public required VidurRequest Request { get; init; }

    /// <summary>Number of the replica it was sent to, from 0.</summary>
    public required int Replica { get; init; }

    /// <summary>When it first joined a batch, in seconds; not a number when it never did.</summary>
    public required double FirstScheduledAt { get; init; }

    /// <summary>When its prefill was first complete, in seconds; not a number when it never was.</summary>
    public required double FirstTokenAt { get; init; }

    /// <summary>When its last token was produced, in seconds; not a number when it never was.</summary>
    public required double FinishedAt { get; init; }

    /// <summary>Times its cache was thrown away to make room.</summary>
    public required int Restarts { get; init; }
}
