using Plimsoll.Quantities;

namespace Plimsoll.Serving.Admission;

/// <summary>
/// How many of the places there are may be used. Servers that say that they are full have fewer than was thought: then
/// a quarter of what was in flight is given up, once for all that was started before, and it is won back bit by bit, so
/// that requests wait in the gateway, where they can be ordered, and not in the server. Additive increase and
/// multiplicative decrease bring several gateways before one server to equal parts (Chiu and Jain 1989).
/// </summary>
internal sealed class PlaceWindow
{
    private const int KeptOfFour = 3;
    private const int Steps = 32;
    private Instant narrowedAt = new(long.MinValue);
    private long successes;

    /// <summary>All of some places.</summary>
    public PlaceWindow(long places) => (Places, Open) = (places, places);

    /// <summary>Places that there are, 0 or more.</summary>
    public long Places { get; private set; }

    /// <summary>How many of them may be used: at least one where there is one.</summary>
    public long Open { get; private set; }

    /// <summary>Changes how many places there are. Those that come are open: nobody has found them full.</summary>
    public void Resize(long places)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(places);
        Open = Open == Places || places == long.MaxValue ? places
            : places > Places ? Open + (places - Places)
            : Math.Min(Open, places);
        Places = places;
    }

    /// <summary>A request found its server full.</summary>
    /// <param name="inFlight">Requests in flight, it among them.</param>
    /// <param name="startedAt">When it was started.</param>
    /// <param name="now">The instant.</param>
    public void Narrow(long inFlight, Instant startedAt, Instant now)
    {
        if (startedAt <= narrowedAt || Places == 0)
            return;
        Open = Math.Max(1, Math.Min(Open, inFlight) * KeptOfFour / 4);
        narrowedAt = now;
        successes = 0;
    }

    /// <summary>
    /// A request was served while every open place was taken: one more after each full round of such, or a
    /// thirty-second part of the places where that is more.
    /// </summary>
    public void Widen()
    {
        if (Open >= Places || ++successes < Open)
            return;
        successes = 0;
        var step = Places < long.MaxValue ? Math.Max(1, Places / Steps) : 1;
        Open = Math.Min(Places, Open + step);
    }
}
