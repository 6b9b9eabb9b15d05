namespace Plimsoll.Gateway.Exchanges;

/// <summary>Counts the memory that all requests' bodies hold together. Safe to share between threads.</summary>
internal sealed class HeldBodies
{
    private long bytes;

    /// <summary>Takes memory, unless there would be more than <paramref name="most"/> then.</summary>
    public bool TryTake(int more, long most)
    {
        if (Interlocked.Add(ref bytes, more) <= most)
            return true;
        Return(more);
        return false;
    }

    /// <summary>Gives memory back.</summary>
    public void Return(int less) => Interlocked.Add(ref bytes, -less);
}
