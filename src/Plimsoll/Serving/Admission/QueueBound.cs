using Plimsoll.Quantities;

namespace Plimsoll.Serving.Admission;

/// <summary>
/// Refuses early what a fleet could only let wait: at most so many requests are inside, running and queued, and one
/// that is refused hears when its turn would come at the pace at which the last ones left. Each refusal promises the
/// turn after the one before, so that those who were refused together do not return together. Not safe to share between
/// threads.
/// </summary>
public sealed class QueueBound
{
    /// <summary>How many of the latest departures make the pace.</summary>
    public const int Remembered = 64;

    /// <summary>Shortest wait that is asked of anyone.</summary>
    public static readonly Duration Shortest = Duration.FromSeconds(1);

    /// <summary>Longest wait that is asked of anyone; also what is said while nobody has left yet.</summary>
    public static readonly Duration Longest = Duration.FromMinutes(1);

    private readonly Instant[] departures = new Instant[Remembered];
    private long departed;
    private Instant promised = new(long.MinValue);

    /// <summary>An empty fleet.</summary>
    /// <param name="most">Requests inside at most, running and queued. 0 or more.</param>
    public QueueBound(long most) => Most = most;

    /// <summary>
    /// Requests inside at most. It may change as capacity comes and goes: those that are inside stay. 0 or more.
    /// </summary>
    public long Most
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Requests inside.</summary>
    public int Inside { get; private set; }

    /// <summary>Whether the next one is refused.</summary>
    public bool IsFull => Inside >= Most;

    /// <summary>Lets a request in, or says after which time it should come again.</summary>
    /// <param name="now">Not before the instant of any earlier call.</param>
    /// <param name="retryAfter">From <see cref="Shortest"/> to <see cref="Longest"/> when it is refused; else
    /// 0.</param>
    public bool TryEnter(Instant now, out Duration retryAfter)
    {
        if (!IsFull)
        {
            Inside++;
            retryAfter = default;
            return true;
        }

        retryAfter = Turn(now);
        return false;
    }

    /// <summary>Notes that a request has left, however it ended.</summary>
    public void Leave(Instant now)
    {
        if (Inside == 0)
            throw new InvalidOperationException("Nobody is inside who could leave.");
        Inside--;
        departures[departed++ % Remembered] = now;
    }

    private Duration Turn(Instant now)
    {
        if (departed == 0)
            return Longest;

        // The mean gap since the earliest runs up to now, so that a queue that has come to a halt is felt as one.
        var counted = Math.Min(departed, Remembered);
        var earliest = departures[(departed - counted) % Remembered];
        var gap = (now - earliest).Nanoseconds / Math.Max(1, counted - 1);
        var from = promised > now ? promised : now;
        var wait = Math.Clamp((from - now).Nanoseconds + gap, Shortest.Nanoseconds, Longest.Nanoseconds);
        promised = now + new Duration(Math.Min((from - now).Nanoseconds + gap, Longest.Nanoseconds));
        return new(wait);
    }
}
