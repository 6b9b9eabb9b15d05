namespace Plimsoll.Storage.Embedded;

/// <summary>A batch that waits to be durable.</summary>
internal sealed class PendingCommit(StoreBatch batch)
    : TaskCompletionSource<CommitResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>What is to be committed.</summary>
    public StoreBatch Batch => batch;

    /// <summary>What becomes of it, once its group is durable.</summary>
    public CommitResult? Outcome { get; set; }
}
