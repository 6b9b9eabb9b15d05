using System.Collections.Immutable;

namespace Plimsoll.Storage;

/// <summary>What became of a commit: it was made, or nothing was changed. Nothing else is possible.</summary>
public abstract record CommitResult
{
    private CommitResult()
    {
    }

    /// <summary>It was made, and is durable where the store is.</summary>
    /// <param name="Version">Version of every value that it wrote.</param>
    /// <param name="IsNew">For each entry of the batch whether it was counted now, and not known before.</param>
    public sealed record Committed(long Version, ImmutableArray<bool> IsNew) : CommitResult;

    /// <summary>Values had other versions than expected; nothing was changed and no entry was written.</summary>
    /// <param name="Keys">Their keys, in the order of the batch.</param>
    public sealed record Conflict(ImmutableArray<string> Keys) : CommitResult;
}
