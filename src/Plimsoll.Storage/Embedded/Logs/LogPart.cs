namespace Plimsoll.Storage.Embedded.Logs;

/// <summary>As much of a log as counts.</summary>
/// <param name="Number">Number of its file.</param>
/// <param name="Start">Sequence of its first frame.</param>
/// <param name="End">Where the frames end that count.</param>
internal readonly record struct LogPart(long Number, long Start, long End);
