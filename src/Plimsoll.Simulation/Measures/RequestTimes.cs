namespace Plimsoll.Simulation.Measures;

/// <summary>
/// The lengths of time that are measured of a request, in nanoseconds; null where one does not apply. They are defined
/// here and nowhere else. <c>default</c> is a request that reached nothing.
/// </summary>
/// <param name="Queue">From arrival to first joining a batch.</param>
/// <param name="Ttft">From arrival to the first token: queueing, prefill and transfers included.</param>
/// <param name="Tpot">
/// From first to last token over the number of tokens less one, rounded down; of finished requests with two tokens or
/// more.
/// </param>
/// <param name="EndToEnd">From arrival to the last token; of finished requests.</param>
public readonly record struct RequestTimes(long? Queue, long? Ttft, long? Tpot, long? EndToEnd)
{
    /// <summary>The times of a request.</summary>
    public static RequestTimes Of(in RequestRecord record)
    {
        var arrived = record.Arrival.At.UnixNanoseconds;
        var ended = record.Ended.UnixNanoseconds;
        var isFinished = record.Outcome == RequestOutcome.Finished;
        var first = record.FirstToken?.UnixNanoseconds;
        return new RequestTimes(
            record.Scheduled?.UnixNanoseconds - arrived,
            first - arrived,
            isFinished && record.Produced > 1 ? (ended - first) / (record.Produced - 1) : null,
            isFinished ? ended - arrived : null);
    }
}
