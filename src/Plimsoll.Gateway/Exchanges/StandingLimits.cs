using System.Collections.Immutable;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>An account's limits as they stand for an answer that no limit has to do with.</summary>
internal static class StandingLimits
{
    /// <summary>What is told of them.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="account">Whose they are.</param>
    /// <param name="modelClass">The class asked for; null: not known, and only limits of all classes are told.</param>
    public static LimitReport Of(GatewayState gateway, Account account, string? modelClass)
    {
        var now = gateway.Now;
        var states = gateway.Limits.States(account.Path, modelClass, now);
        if (modelClass is null)
            return new LimitReport(OfAllClasses(states).AsMemory(), gateway.Options.Warnings, now);
        return new LimitReport(states.AsMemory(), gateway.Options.Warnings, now)
        {
            Overage = LimitReport.OffersOverage(states.AsSpan())
                ? gateway.Limits.OverageOf(account.Path, modelClass, now) : OverageStatus.NotOffered,
        };
    }

    private static ImmutableArray<LimitState> OfAllClasses(ImmutableArray<LimitState> states) =>
        states.RemoveAll(state => state.Class is not null || state.Terms.Lane is Lane.Priority or Lane.Batch);
}
