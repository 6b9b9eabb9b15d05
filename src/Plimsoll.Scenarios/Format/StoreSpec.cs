using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>Where a gateway keeps the state of its limits and the ledger of what was used.</summary>
public sealed record StoreSpec
{
    /// <summary>
    /// Folder of the store, which is made where there is none; one gateway at a time has it. Absent: <see cref="Url"/>
    /// says where it is.
    /// </summary>
    public FilePath? Path { get; init; }

    /// <summary>Server of a store that several gateways share. Absent: <see cref="Path"/> says where it is.</summary>
    public string? Url { get; init; }

    /// <summary>Whether the end of an answer waits until its charge is durable; absent: strict.</summary>
    public StoreDurability Durability { get; init; } = StoreDurability.Strict;

    /// <summary>How long changes are gathered that nobody waits for; absent: 100 ms.</summary>
    public Duration? Window { get; init; }

    /// <summary>
    /// How long a commit may take before the store counts as late; absent: 10 s. Of a shared store: how long it may
    /// take to answer before it counts as gone; absent: 2 s.
    /// </summary>
    public Duration? Patience { get; init; }

    /// <summary>
    /// Kinds of limits whose requests are refused while the store is late; all others go on. Absent: spend and overage.
    /// </summary>
    public IReadOnlyList<StoredLimitKind>? RefuseWhenLate { get; init; }

    /// <summary>
    /// Name of this gateway in a shared store, different from every other's; absent: made of the machine's and of the
    /// process.
    /// </summary>
    public string? Gateway { get; init; }

    /// <summary>
    /// Longest time for which what is leased from a shared store admits requests, the same at every gateway; absent:
    /// 2 s.
    /// </summary>
    public Duration? Lease { get; init; }

    /// <summary>
    /// Kinds of limits that let requests pass while a shared store is gone and nothing leased is left, where all that a
    /// request meets are of these; absent: none.
    /// </summary>
    public IReadOnlyList<StoredLimitKind>? PassWhenGone { get; init; }

    /// <summary>
    /// Kinds of limits whose requests are refused as soon as a shared store is gone, though something leased is left;
    /// absent: none.
    /// </summary>
    public IReadOnlyList<StoredLimitKind>? RefuseWhenGone { get; init; }
}

/// <summary>Whether answers wait for a store.</summary>
public enum StoreDurability
{
    /// <summary>The end of an answer goes out once what it was charged is durable.</summary>
    Strict = 1,

    /// <summary>It goes out at once; what was charged within the window may be lost with the process.</summary>
    Relaxed = 2,
}

/// <summary>A kind of limit.</summary>
public enum StoredLimitKind
{
    /// <summary>Requests, input and output tokens in a period.</summary>
    Rates = 1,

    /// <summary>Sessions.</summary>
    Session = 2,

    /// <summary>Weeks.</summary>
    Week = 3,

    /// <summary>Money in a calendar period.</summary>
    Spend = 4,

    /// <summary>Requests in flight.</summary>
    Concurrency = 5,

    /// <summary>Growth from one interval to the next.</summary>
    Acceleration = 6,

    /// <summary>Money beyond a plan.</summary>
    Overage = 7,
}
