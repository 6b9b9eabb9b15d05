using System.Collections.Concurrent;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <content>What is noted of every event, where somebody takes notes.</content>
public sealed partial class ShardedLimits
{
    private readonly ConcurrentDictionary<int, string> classNames = new();
    private readonly ConcurrentDictionary<int, string> productNames = new();
    private readonly ConcurrentDictionary<ulong, string> traitNames = new();

    /// <summary>
    /// The instant at which something happens: a log never descends, and the book itself takes an instant before the
    /// latest it has seen for that one.
    /// </summary>
    private Instant Settled(Shard shard, Instant now)
    {
        if (journal is null)
            return now;
        if (now > shard.Noted)
            shard.Noted = now;
        return shard.Noted;
    }

    private void NoteAsked(LimitPath path, in LimitRequest asked, Instant now, RecordedDecision decision)
    {
        var traits = asked.Traits;
        journal!(new RequestAsked(now)
        {
            Request = TextOf(asked.Id),
            Scope = NameOf(path),
            Class = classNames.GetValueOrDefault(asked.Class)
                ?? throw new ArgumentException($"No class has the number {asked.Class}.", nameof(asked)),
            Product = productNames.GetValueOrDefault(asked.Product),
            Lane = asked.Lane,
            Traits = [.. traitNames.Where(trait => (traits & trait.Key) != 0).Select(trait => trait.Value).Order()],
            Requests = asked.Requests,
            Estimate = asked.Estimate,
            Consents = asked.Consents,
            Decision = decision,
        });
    }

    private static ScopeName NameOf(LimitPath path) => ScopeName.Parse(path.Name);

    private static string TextOf(UInt128 id) => RequestName.TextOf(id);
}
