namespace Plimsoll.Serving.Admission;

/// <summary>Slots of requests, used again once they have ended. Memory is allocated only to grow.</summary>
internal sealed class Seats
{
    /// <summary>No slot.</summary>
    public const int None = -1;

    private Seat[] seats = [];
    private int free = None;

    /// <summary>The seat of a slot.</summary>
    public ref Seat this[int slot] => ref seats[slot];

    /// <summary>A slot of its own.</summary>
    public int Take()
    {
        if (free == None)
            Grow();
        var slot = free;
        ref var seat = ref seats[slot];
        free = seat.Newer;
        seat = new Seat { Use = seat.Use + 1, Newer = None, Older = None };
        return slot;
    }

    /// <summary>Gives a slot back.</summary>
    public void Return(int slot)
    {
        ref var seat = ref seats[slot];
        (seat.Phase, seat.Newer) = (SeatPhase.Free, free);
        free = slot;
    }

    /// <summary>The ticket of a slot.</summary>
    public QueueTicket TicketOf(int slot) => new(slot, seats[slot].Use);

    /// <summary>Where the request of a ticket stands; <see cref="SeatPhase.Free"/> once it has ended.</summary>
    public SeatPhase PhaseOf(QueueTicket ticket) =>
        (uint)ticket.Slot < (uint)seats.Length && seats[ticket.Slot].Use == ticket.Use
            ? seats[ticket.Slot].Phase
            : SeatPhase.Free;

    private void Grow()
    {
        var before = seats.Length;
        Array.Resize(ref seats, Math.Max(16, before * 2));
        for (var slot = seats.Length - 1; slot >= before; slot--)
        {
            seats[slot].Newer = free;
            free = slot;
        }
    }
}
