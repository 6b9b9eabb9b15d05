namespace Plimsoll.Storage.Tests.Embedded.Disks;

/// <summary>When the operations of a disk fail. The default: never.</summary>
internal sealed class DiskFaults
{
    private readonly Random? random;
    private int left = int.MaxValue;
    private readonly bool once;

    public DiskFaults()
    {
    }

    /// <param name="after">Operations that succeed before one fails.</param>
    /// <param name="once">Whether those after it succeed again; else none does.</param>
    /// <param name="random">Draws how much of a write gets through; null: nothing does.</param>
    public DiskFaults(int after, bool once, Random? random) => (left, this.once, this.random) = (after, once, random);

    /// <summary>Whether an operation failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>An operation that happens or fails.</summary>
    public void Next()
    {
        if (Fails())
            throw new IOException("Input/output error.");
    }

    public bool FailsToSync() => Fails();

    /// <summary>How many bytes of a write that fails get through; null: it succeeds.</summary>
    public int? WrittenBefore(int length) => Fails() ? random?.Next(length + 1) ?? 0 : null;

    private bool Fails()
    {
        if (HasFailed && once)
            return false;
        if (left > 0)
        {
            left--;
            return false;
        }

        HasFailed = true;
        return true;
    }
}
