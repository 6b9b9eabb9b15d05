namespace Plimsoll.Storage.Embedded.Logs;

/// <summary>How the last log ends.</summary>
/// <param name="Start">Its first frame.</param>
/// <param name="Ending">Whether it was closed.</param>
/// <param name="End">Where its whole groups end.</param>
/// <param name="Last">Where the last of them begins; 0: there is none.</param>
/// <param name="TornBytes">Bytes of a group whose writing was not completed, and which nobody was told of.</param>
/// <param name="Sequence">Sequence of the last group, or of the first frame.</param>
/// <param name="LastGroup">The last group.</param>
internal sealed record LogTail(
    LogStart Start,
    LogEnding Ending,
    long End,
    long Last,
    long TornBytes,
    long Sequence,
    ReadOnlyMemory<byte> LastGroup)
{
    /// <summary>
    /// How the next log begins. The last group of a log that was not closed is carried over: its bytes can be read, but
    /// a sync that failed would have left them so too. All before it are durable, since it was written after they were.
    /// </summary>
    public LogStart Next(long number) => Last == 0
        ? Start
        : Ending == LogEnding.Closed
            ? new LogStart(Start.Store, Sequence + 1, number, End, default)
            : new LogStart(Start.Store, Sequence, number, Last, LastGroup);
}

/// <summary>How a log ends.</summary>
internal enum LogEnding
{
    /// <summary>Its process ended without closing it, or has not ended.</summary>
    Cut,

    /// <summary>It was closed.</summary>
    Closed,
}
