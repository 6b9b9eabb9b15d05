using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Histories;

/// <summary>What is called in a step.</summary>
internal enum Act
{
    Reserve,
    Report,
    Settle,
    Release,
    Add,
    Change,
    Adopt,
    Reset,
    ResetEverybody,
    UseGrant,
    SetOverage,
    SetConsent,
    Buy,

    /// <summary>The book is written out, and another that reads it goes on.</summary>
    Store,

    /// <summary>The same, under the policy that is adopted and with no knowledge of the one before.</summary>
    StoreElsewhere,

    /// <summary>One scope or reservation is written out and read in again.</summary>
    StoreOne,
}

/// <summary>To which instant the clock goes before a step, give or take what passes.</summary>
internal enum Goal
{
    /// <summary>As it stands.</summary>
    Now,

    /// <summary>To the last instant that a refused request was told.</summary>
    Retry,

    /// <summary>To the end of some window, or when some bucket is full.</summary>
    Reset,

    /// <summary>To when the next reservation expires.</summary>
    Expiry,

    /// <summary>To when the next policy version takes effect.</summary>
    Version,
}

/// <summary>One step of a random history: time passes, then something is called.</summary>
/// <param name="Act">What is called.</param>
/// <param name="Goal">Where the clock goes first.</param>
/// <param name="Passes">Nanoseconds that pass then; may be negative, as wall clocks are.</param>
/// <param name="Scope">Which scope, modulo their number.</param>
/// <param name="Class">Model class of a reserved request.</param>
/// <param name="Usage">Estimate when reserving, usage when reporting or settling.</param>
/// <param name="Pick">Which earlier reservation, timeline, sets or grant.</param>
internal sealed record Step(
    Act Act, Goal Goal, long Passes, int Scope, string Class, TokenUsage Usage, int Pick)
{
    public string Product { get; init; } = "chat";

    public string? Trait { get; init; }

    public Lane Lane { get; init; }

    public int Requests { get; init; }

    /// <summary>Name of a request, of a reset or of the use of a grant.</summary>
    public int Id { get; init; }

    public bool Flag { get; init; }

    /// <summary>Whether its user agrees, with the request, to pay for it as overage.</summary>
    public bool Consents => Flag && Pick < 20;

    /// <summary>What a reset clears.</summary>
    public ResetOrder Order => orders[Pick % orders.Length];

    public MicroUsd? DailyCap => Cap(Usage.Input);

    public MicroUsd? MonthlyCap => Cap(Usage.Output);

    public MicroUsd Credit => new(Usage.Input.Value);

    private static readonly ImmutableArray<ResetOrder> orders =
    [
        ResetOrder.Everything, new(["session"]), new(["week"], ["pro", "windows"]), new(["week-opus", "session"]),
    ];

    private static MicroUsd? Cap(Tokens tokens) => tokens.Value < 2 ? null : new MicroUsd((tokens.Value - 2) * 4);

    public override string ToString()
    {
        var usage = $"{Usage.Input.Value}/{Usage.CacheWrite.Value}/{Usage.CacheWriteLong.Value}/"
            + $"{Usage.CacheRead.Value}/{Usage.Output.Value}";
        return $"{Goal}+{Passes} {Act} scope {Scope} {Class} {usage} pick {Pick} id {Id} flag {Flag}"
            + (Lane == Lane.Standard ? "" : $" {Lane}") + (Requests == 0 ? "" : $" x{Requests}")
            + (Product == "chat" ? "" : $" {Product}") + (Trait is null ? "" : $" {Trait}");
    }
}
