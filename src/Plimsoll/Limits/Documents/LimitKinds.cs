using System.Diagnostics;

namespace Plimsoll.Limits.Documents;

/// <summary>What the members of the closed family of limits are called in a document.</summary>
internal static class LimitKinds
{
    public const string Rate = "rate";
    public const string Window = "window";
    public const string Spend = "spend";
    public const string Concurrency = "concurrency";
    public const string Acceleration = "acceleration";
    public const string Overage = "overage";

    /// <summary>Every kind.</summary>
    public static readonly string[] All = [Rate, Window, Spend, Concurrency, Acceleration, Overage];

    /// <summary>The kind of a limit.</summary>
    public static string Of(LimitTerms terms) => terms switch
    {
        RateLimit => Rate,
        WindowLimit => Window,
        SpendLimit => Spend,
        ConcurrencyLimit => Concurrency,
        AccelerationLimit => Acceleration,
        OverageTerms => Overage,
        _ => throw new UnreachableException($"Unknown limit {terms}."),
    };
}
