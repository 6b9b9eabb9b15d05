using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Fleets;

/// <summary>Every request under way, by a slot that is used again when it is over.</summary>
internal sealed class Flights
{
    private Flight[] flights = new Flight[64];
    private int[] free = new int[64];
    private int freeCount;
    private int used;

    /// <summary>Number of requests under way.</summary>
    public int Count => used - freeCount;

    /// <summary>Slots that were ever used: every flight has one below it.</summary>
    public int Slots => used;

    /// <summary>The flight of a slot.</summary>
    public ref Flight this[int slot] => ref flights[slot];

    /// <summary>A slot for a request that has just arrived.</summary>
    public int Add(in Arrival arrival)
    {
        if (freeCount == 0 && used == flights.Length)
        {
            Array.Resize(ref flights, used * 2);
            Array.Resize(ref free, used * 2);
        }

        var slot = freeCount > 0 ? free[--freeCount] : used++;
        flights[slot] = new Flight
        {
            Arrival = arrival,
            Scheduled = Flight.Never,
            FirstToken = Flight.Never,
            Replica = -1,
            Before = -1,
            After = -1,
        };
        return slot;
    }

    /// <summary>Gives a slot back.</summary>
    public void Remove(int slot)
    {
        flights[slot].Arrival = default;
        free[freeCount++] = slot;
    }

    /// <summary>Puts a flight on a replica, after those that are there.</summary>
    public void Place(int slot, Replica replica)
    {
        ref var flight = ref flights[slot];
        (flight.Replica, flight.IsPlaced, flight.Before, flight.After) = (replica.Number, true, replica.Last, -1);
        if (replica.Last >= 0)
            flights[replica.Last].After = slot;
        else
            replica.First = slot;
        replica.Last = slot;
        replica.Outstanding++;
    }

    /// <summary>Takes a flight off its replica.</summary>
    public void Leave(int slot, Replica replica)
    {
        ref var flight = ref flights[slot];
        if (flight.Before >= 0)
            flights[flight.Before].After = flight.After;
        else
            replica.First = flight.After;
        if (flight.After >= 0)
            flights[flight.After].Before = flight.Before;
        else
            replica.Last = flight.Before;
        (flight.IsPlaced, flight.Before, flight.After) = (false, -1, -1);
        replica.Outstanding--;
    }
}
