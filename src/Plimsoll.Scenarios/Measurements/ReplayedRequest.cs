namespace Plimsoll.Scenarios.Measurements;

/// <summary>A recorded request and what became of it in a replay. Seconds on the clock of the recording.</summary>
/// <param name="recorded">As it was recorded.</param>
public sealed class ReplayedRequest(RecordedRequest recorded)
{
    /// <summary>As it was recorded.</summary>
    public RecordedRequest Recorded => recorded;

    /// <summary>When the engine looked at it: the beginning of the next step.</summary>
    public double Queued { get; internal set; }

    /// <summary>When its first token was known.</summary>
    public double FirstToken { get; internal set; }

    /// <summary>When its last token was known.</summary>
    public double LastToken { get; internal set; }

    /// <summary>How often its cache was thrown away to be computed again.</summary>
    public int Preemptions { get; internal set; }
}
