namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// Counts the requests that are being served, so that the end can wait for them. Safe to share between threads.
/// </summary>
internal sealed class Ongoing
{
    private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One more than there are, until the last is waited for.
    private int count = 1;

    /// <summary>One begins.</summary>
    public void Begin() => Interlocked.Increment(ref count);

    /// <summary>One has ended.</summary>
    public void End()
    {
        if (Interlocked.Decrement(ref count) == 0)
            over.TrySetResult();
    }

    /// <summary>Waits once, and no longer than stated, until all have ended.</summary>
    public Task Wait(TimeSpan most)
    {
        End();
        return Task.WhenAny(over.Task, Task.Delay(most));
    }
}
