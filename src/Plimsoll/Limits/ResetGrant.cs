using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>Resets that users may make themselves, each when it suits them.</summary>
/// <param name="Id">Name, unique among grants.</param>
/// <param name="Label">Name for people.</param>
/// <param name="Count">How many a scope may make; 1 or more.</param>
/// <param name="StartsAt">First instant at which one may be made.</param>
/// <param name="EndsAt">First instant at which none may be made any more.</param>
/// <param name="Clears">What one clears, and for which sets.</param>
public sealed record ResetGrant(
    string Id, string Label, int Count, Instant StartsAt, Instant EndsAt, ResetOrder Clears)
{
    /// <summary>Whether one of the windows has to be spent. Default false.</summary>
    public bool NeedsLimit { get; init; }

    /// <summary>Time that has to pass between two. Default: none.</summary>
    public Duration Cooldown { get; init; }

    /// <summary>Whether it is suspended. Default false.</summary>
    public bool IsPaused { get; init; }
}

/// <summary>What came of a request to use a grant. Numbered and append-only.</summary>
public enum ResetResult
{
    /// <summary>The windows were cleared.</summary>
    Reset = 1,

    /// <summary>All of them have been used.</summary>
    AlreadyUsed = 2,

    /// <summary>No window is spent, and the grant asks for one that is.</summary>
    NotLimited = 3,

    /// <summary>The last one is too short a time ago.</summary>
    Cooldown = 4,

    /// <summary>The grant is not for the sets that the scope carries.</summary>
    Ineligible = 5,

    /// <summary>The grant has not begun, is over or is suspended.</summary>
    Unavailable = 6,
}

/// <summary>What a grant offers a scope.</summary>
/// <param name="Left">How many are left.</param>
/// <param name="CooldownUntil">First instant at which the next may be made; null: no time has to pass.</param>
/// <param name="IsUsable">Whether one may be made now, windows that have to be spent apart.</param>
public readonly record struct GrantState(int Left, Instant? CooldownUntil, bool IsUsable);
