using System.Diagnostics;

namespace Plimsoll.Limits.Replay;

/// <summary>What events and decisions are called in a log.</summary>
internal static class EventNames
{
    public const string BookOpened = "book_opened";
    public const string PolicyAdopted = "policy_adopted";
    public const string ScopeAdded = "scope_added";
    public const string ScopeChanged = "scope_changed";
    public const string ScopeRemoved = "scope_removed";
    public const string RequestAsked = "request_asked";
    public const string UsageReported = "usage_reported";
    public const string RequestSettled = "request_settled";
    public const string RequestReleased = "request_released";
    public const string WindowsReset = "windows_reset";
    public const string GrantDefined = "grant_defined";
    public const string GrantUsed = "grant_used";
    public const string OverageSet = "overage_set";
    public const string ConsentSet = "consent_set";
    public const string CreditBought = "credit_bought";

    public const string Admitted = "admitted";
    public const string Repeated = "repeated";
    public const string Rejected = "rejected";
    public const string NotIncluded = "not_included";
    public const string Duplicate = "duplicate";

    /// <summary>Every event.</summary>
    public static readonly string[] Events =
    [
        BookOpened, PolicyAdopted, ScopeAdded, ScopeChanged, ScopeRemoved, RequestAsked, UsageReported,
        RequestSettled, RequestReleased, WindowsReset, GrantDefined, GrantUsed, OverageSet, ConsentSet, CreditBought,
    ];

    /// <summary>Every decision.</summary>
    public static readonly string[] Decisions = [Admitted, Repeated, Rejected, NotIncluded, Duplicate];

    /// <summary>The name of an event.</summary>
    public static string Of(LimitEvent one) => one switch
    {
        Replay.BookOpened => BookOpened,
        Replay.PolicyAdopted => PolicyAdopted,
        Replay.ScopeAdded => ScopeAdded,
        Replay.ScopeChanged => ScopeChanged,
        Replay.ScopeRemoved => ScopeRemoved,
        Replay.RequestAsked => RequestAsked,
        Replay.UsageReported => UsageReported,
        Replay.RequestSettled => RequestSettled,
        Replay.RequestReleased => RequestReleased,
        Replay.WindowsReset => WindowsReset,
        Replay.GrantDefined => GrantDefined,
        Replay.GrantUsed => GrantUsed,
        Replay.OverageSet => OverageSet,
        Replay.ConsentSet => ConsentSet,
        Replay.CreditBought => CreditBought,
        _ => throw new UnreachableException($"Unknown event {one}."),
    };

    /// <summary>The name of a decision.</summary>
    public static string Of(RecordedDecision decision) => decision switch
    {
        RecordedDecision.Admitted => Admitted,
        RecordedDecision.Repeated => Repeated,
        RecordedDecision.Rejected => Rejected,
        RecordedDecision.NotIncluded => NotIncluded,
        RecordedDecision.Duplicate => Duplicate,
        _ => throw new UnreachableException($"Unknown decision {decision}."),
    };
}
