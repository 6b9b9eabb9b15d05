namespace Plimsoll.Gateway.Batches;

/// <summary>What became of one request of a batch.</summary>
internal enum BatchOutcome
{
    /// <summary>It was answered.</summary>
    Succeeded,

    /// <summary>It was answered with an error.</summary>
    Errored,

    /// <summary>The batch was cancelled before it was asked.</summary>
    Canceled,

    /// <summary>The batch's time was over before it was answered.</summary>
    Expired,
}
