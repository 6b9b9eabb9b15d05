using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Durability;

/// <summary>When the end of an answer goes to its client. Numbered and append-only.</summary>
public enum DurabilityMode
{
    /// <summary>Once what it was charged is durable: whoever has an answer's end was charged for it.</summary>
    Strict = 1,

    /// <summary>At once: what was charged within <see cref="StorageOptions.Window"/> may be lost.</summary>
    Relaxed = 2,
}

/// <summary>Where a gateway keeps the state of its limits, and the ledger of what was used.</summary>
/// <param name="Place">What it is called in messages, such as a folder.</param>
/// <param name="Open">Opens the store; called again when it broke.</param>
public sealed record StorageOptions(string Place, Func<IStore> Open)
{
    /// <summary>Whether answers wait. Default: strict.</summary>
    public DurabilityMode Durability { get; init; } = DurabilityMode.Strict;

    /// <summary>How long changes are gathered that nobody waits for; above 0. Default 100 ms.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long a commit may take before the store counts as late: nobody waits for it any longer then. Default 10 s.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Kinds of limits whose requests are refused while the store is late; all others go on, counted in memory.
    /// Default: spend and overage, which are money.
    /// </summary>
    public ImmutableArray<LimitKind> RefuseWhenLate { get; init; } = [LimitKind.Spend, LimitKind.Overage];
}
