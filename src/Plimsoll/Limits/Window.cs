using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>Credits used and held in one session or week. <c>default</c> is not open.</summary>
internal struct Window
{
    private readonly bool opened;
    private readonly Instant end;
    private long used;
    private long reserved;
    private int inFlight;
    private bool served;

    /// <summary>Opens a window from its first instant to the first one after it.</summary>
    public Window(Instant start, Instant end)
    {
        opened = true;
        Start = start;
        this.end = end;
    }

    /// <summary>First instant of it.</summary>
    public Instant Start { get; }

    /// <summary>Nobody was served in it and nobody is waiting to be.</summary>
    public readonly bool IsUnused => !served && inFlight == 0;

    /// <summary>Whether it is open at <paramref name="now"/>, which is not before its start.</summary>
    public readonly bool IsOpenAt(Instant now) => opened && now < end;

    /// <summary>Its meter; that of a fresh window when it is not open.</summary>
    public readonly LimitState StateAt(Instant now, LimitKind kind, Credits limit) => IsOpenAt(now)
        ? new LimitState(kind, null, limit.Micro, used, reserved, end)
        : new LimitState(kind, null, limit.Micro, 0, 0, null);

    /// <summary>Null when there is some room left. Reads the meter itself, so that the two cannot disagree.</summary>
    public readonly Decision.Rejected? RefusalAt(Instant now, LimitKind kind, Credits limit)
    {
        var state = StateAt(now, kind, limit);
        return state.Used + state.Reserved < state.Limit
            ? null
            : new Decision.Rejected(state, limit.Micro > 0 ? state.ResetsAt : null);
    }

    /// <summary>Holds an estimate.</summary>
    public void Hold(long charge)
    {
        reserved += charge;
        inFlight++;
    }

    /// <summary>Ends a hold that <paramref name="actual"/> takes the place of.</summary>
    public void Settle(in WindowHold hold, long actual)
    {
        Release(hold);
        used += actual;
        served = true;
    }

    /// <summary>Ends a hold.</summary>
    public void Release(in WindowHold hold)
    {
        reserved -= hold.Charge;
        inFlight--;
    }
}
