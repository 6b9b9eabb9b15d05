namespace Plimsoll.Simulation.Vidur;

/// <summary>Numbers of waiting requests; a restarted one goes back to the head.</summary>
internal sealed class VidurQueue
{
    private int[] ring = new int[16];
    private int head;

    public int Count { get; private set; }

    public int Head => ring[head];

    public void AddLast(int request)
    {
        Grow();
        ring[(head + Count) & (ring.Length - 1)] = request;
        Count++;
    }

    public void AddFirst(int request)
    {
        Grow();
        head = (head - 1) & (ring.Length - 1);
        ring[head] = request;
        Count++;
    }

    public void RemoveHead()
    {
        head = (head + 1) & (ring.Length - 1);
        Count--;
    }

    private void Grow()
    {
        if (Count < ring.Length)
            return;
        var larger = new int[ring.Length * 2];
        for (var i = 0; i < Count; i++)
            larger[i] = ring[(head + i) & (ring.Length - 1)];
        (ring, head) = (larger, 0);
    }
}
