using System.Collections.Immutable;
using Plimsoll.Footprint.Requests;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Footprints;
using Plimsoll.Limits;
using Plimsoll.Limits.Estimates;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Usage;

/// <summary>Everything about an account's usage at one instant, from the state that enforces it.</summary>
internal sealed record AccountReading
{
    private AccountReading()
    {
    }

    /// <summary>The account.</summary>
    public required Account Account { get; init; }

    /// <summary>Policy version in force.</summary>
    public required Policy Policy { get; init; }

    /// <summary>When it was read.</summary>
    public required Instant Now { get; init; }

    /// <summary>Every limit of every level of the account's path, from the organization down.</summary>
    public required ImmutableArray<LimitState> States { get; init; }

    /// <summary>Whether the path may pay as overage.</summary>
    public required OverageStatus Overage { get; init; }

    /// <summary>Resets that it was granted.</summary>
    public required ImmutableArray<(ResetGrant Grant, GrantState State)> Grants { get; init; }

    /// <summary>What would become of the next request, by model class.</summary>
    public required ImmutableArray<NextRequest> Next { get; init; }

    /// <summary>How estimates held, by model class.</summary>
    public required ImmutableArray<(string Class, EstimateError Error)> Estimates { get; init; }

    /// <summary>What its requests are accounted by; null: they are not.</summary>
    public required FootprintRates? Rates { get; init; }

    /// <summary>What its requests caused in this month; null: nothing.</summary>
    public required FootprintMonth? Footprint { get; init; }

    /// <summary>Whether a reset may be made now, a window that has to be spent among what is asked.</summary>
    public bool IsUsable(ResetGrant grant, in GrantState state) => state.IsUsable
        && (!grant.NeedsLimit || States.Any(one => one.Level == Account.Home.Level && IsSpent(grant.Clears, one)));

    private static bool IsSpent(ResetOrder order, in LimitState state) => state.Terms is WindowLimit
        && (order.Limits.IsDefaultOrEmpty || order.Limits.Contains(state.Terms.Name))
        && state.Used + state.Reserved >= state.Limit;

    /// <summary>Reads an account.</summary>
    public static AccountReading Of(GatewayState gateway, Account account)
    {
        var (limits, policy, now) = (gateway.Limits, gateway.Catalog.Policy, gateway.Now);
        var classes = policy.Classes.Keys.Order(StringComparer.Ordinal).ToList();
        var home = account.Home;
        return new AccountReading
        {
            Account = account,
            Policy = policy,
            Now = now,
            States = limits.States(account.Path, null, now),
            Overage = classes.Select(name => limits.OverageOf(account.Path, name, now))
                .FirstOrDefault(status => status != OverageStatus.NotOffered, OverageStatus.NotOffered),
            Next = [.. classes.Select(name => NextRequest.Of(gateway, account, policy.Classes[name], now))],
            Grants =
            [
                .. gateway.Options.Grants
                    .Where(grant => grant.Clears.Sets.IsDefaultOrEmpty || grant.Clears.Sets.Any(home.Sets.Contains))
                    .Select(grant => (grant, limits.StateOf(home.Path, grant, now))),
            ],
            Rates = gateway.Options.Footprint,
            Footprint = gateway.Footprints.TotalOf(account)?.At(now),
            Estimates =
            [
                .. classes
                    .Select(name => (name, gateway.Estimates.ErrorOf(account.Number, limits.ClassNumber(name))))
                    .Where(entry => entry.Item2.Samples > 0),
            ],
        };
    }
}
