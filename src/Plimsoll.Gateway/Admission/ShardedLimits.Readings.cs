using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <content>What limits tell; nothing is changed by reading.</content>
public sealed partial class ShardedLimits
{
    /// <inheritdoc cref="LimitBook.States"/>
    public ImmutableArray<LimitState> States(LimitPath path, string? modelClass, Instant now)
    {
        if (modelClass is not null)
            ClassNumber(modelClass);
        var shard = shards[path.Shard];
        lock (shard.Gate)
            return shard.Book.States(path.Scope, modelClass, now);
    }

    /// <inheritdoc cref="LimitBook.ReadStates"/>
    public int ReadStates(LimitPath path, string? modelClass, Instant now, Span<LimitState> states)
    {
        if (modelClass is not null)
            ClassNumber(modelClass);
        var shard = shards[path.Shard];
        lock (shard.Gate)
            return shard.Book.ReadStates(path.Scope, modelClass, now, states);
    }

    /// <summary>Explains what <see cref="TryReserve"/> would decide; nothing is changed.</summary>
    /// <inheritdoc cref="LimitBook.Explain" path="/exception"/>
    public Explanation Explain(LimitPath path, in LimitRequest request, Instant now)
    {
        var asked = request with { Scope = path.Scope };
        var shard = shards[path.Shard];
        lock (shard.Gate)
            return shard.Book.Explain(asked, now);
    }
}
