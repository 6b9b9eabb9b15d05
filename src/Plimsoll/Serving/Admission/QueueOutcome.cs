namespace Plimsoll.Serving.Admission;

/// <summary>What becomes of a request that asks for a place.</summary>
public enum QueueOutcome
{
    /// <summary>It has a place.</summary>
    Admitted,

    /// <summary>It waits.</summary>
    Queued,

    /// <summary>It has none and does not wait.</summary>
    Refused,
}
