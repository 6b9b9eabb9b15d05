using Plimsoll.Quantities;

namespace Plimsoll.Serving.Admission;

/// <summary>
/// How often a place comes free: the mean service of the latest requests, divided by the places. Unlike the gaps
/// between departures it holds from the first moment at which all places are taken, however idle they were before. A
/// queue that has come to a halt is felt as one: the time in which nobody left makes the gap longer.
/// </summary>
internal sealed class QueuePace
{
    /// <summary>How many of the latest services make the mean.</summary>
    public const int Remembered = 64;

    private readonly long[] services = new long[Remembered];
    private long departed;
    private Int128 sum;
    private Instant stirred;

    /// <summary>Notes that all places are taken from now on.</summary>
    public void Filled(Instant now) => stirred = now;

    /// <summary>Notes that a request has left its place after this service.</summary>
    public void Departed(Duration service, Instant now)
    {
        ref var oldest = ref services[departed++ % Remembered];
        sum += service.Nanoseconds - oldest;
        oldest = service.Nanoseconds;
        stirred = now;
    }

    /// <summary>
    /// Time between two places that come free while all are taken; null while nobody has left yet, or without places.
    /// </summary>
    public Duration? Gap(long places, Instant now)
    {
        if (departed == 0 || places == 0)
            return null;
        var mean = (long)(sum / Math.Min(departed, Remembered));
        return new Duration((mean / places) + ((now - stirred).Nanoseconds / Remembered));
    }
}
