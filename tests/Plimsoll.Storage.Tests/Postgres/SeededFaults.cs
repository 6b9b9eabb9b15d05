namespace Plimsoll.Storage.Tests.Postgres;

/// <summary>A fault for one part in thirty of what is sent, by a seed.</summary>
internal sealed class SeededFaults(int seed)
{
    private readonly Random chance = new(seed);
    private readonly Lock gate = new();
    private int faults;

    public int Faults => faults;

    public NetworkFault Next(bool isAnswer)
    {
        lock (gate)
        {
            var fault = chance.Next(300) switch
            {
                < 4 => NetworkFault.Cut,
                < 5 => NetworkFault.HalfClose,
                < 6 when faults % 5 == 0 => NetworkFault.Stall,
                < 9 => NetworkFault.Delay,
                < 11 when !isAnswer => NetworkFault.ArriveLate,
                _ => NetworkFault.None,
            };
            faults += fault == NetworkFault.None ? 0 : 1;
            return fault;
        }
    }
}
