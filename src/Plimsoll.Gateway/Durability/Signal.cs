namespace Plimsoll.Gateway.Durability;

/// <summary>Says that something is to be done; said again before it was heard, it is heard once.</summary>
internal sealed class Signal
{
    private volatile TaskCompletionSource source = New();

    /// <summary>Completes once it is set.</summary>
    public Task Wait => source.Task;

    /// <summary>Sets it.</summary>
    public void Set() => source.TrySetResult();

    /// <summary>
    /// Clears it, before what it is about is looked at: one that is set meanwhile is about something that is seen.
    /// </summary>
    public void Clear()
    {
        if (source.Task.IsCompleted)
            source = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
