namespace Plimsoll.Serving;

/// <summary>Who is served first.</summary>
public enum QueueOrder
{
    /// <summary>First come, first served; the latest of the batch gives way when the cache is full.</summary>
    FirstCome = 1,

    /// <summary>
    /// The lowest <see cref="Sequence.Priority"/>, then first come; the highest and latest gives way when the cache is
    /// full.
    /// </summary>
    Priority = 2,
}
