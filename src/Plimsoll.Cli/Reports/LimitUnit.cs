using System.Collections.Frozen;
using Plimsoll.Limits;

namespace Plimsoll.Cli.Reports;

/// <summary>The unit in which limits of a kind are counted.</summary>
/// <param name="Name">What documents call it, in which amounts are whole.</param>
/// <param name="Words">What tables call the unit that they tell amounts in.</param>
/// <param name="Scale">How many of the former are one of the latter.</param>
internal sealed record LimitUnit(string Name, string Words, decimal Scale)
{
    private static readonly LimitUnit Requests = new("requests", "requests", 1);
    private static readonly LimitUnit Tokens = new("tokens", "tokens", 1);
    private static readonly LimitUnit Credits = new("microCredits", "credits", 1e6m);
    private static readonly LimitUnit Money = new("microUsd", "USD", 1e6m);

    private static readonly FrozenDictionary<LimitKind, LimitUnit> Units = new Dictionary<LimitKind, LimitUnit>
    {
        [LimitKind.Requests] = Requests,
        [LimitKind.InputTokens] = Tokens,
        [LimitKind.OutputTokens] = Tokens,
        [LimitKind.Session] = Credits,
        [LimitKind.Week] = Credits,
        [LimitKind.Spend] = Money,
        [LimitKind.Concurrency] = Requests,
        [LimitKind.Acceleration] = Tokens,
        [LimitKind.Overage] = Money,
    }.ToFrozenDictionary();

    /// <summary>The unit of a kind.</summary>
    public static LimitUnit Of(LimitKind kind) => Units[kind];
}
