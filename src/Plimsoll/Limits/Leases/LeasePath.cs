using System.Collections.Immutable;
using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Leases;

/// <summary>A path that leases are taken at.</summary>
/// <param name="Scope">Its scopes in the book.</param>
/// <param name="Lent">What is lent out of each of them, from the organization down.</param>
public sealed record LeasePath(ScopePath Scope, ImmutableArray<LentRates> Lent)
{
    /// <summary>Notes what a lease lends of rate limits, or that they have it back.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="amounts">What of it.</param>
    /// <param name="end">Until when.</param>
    /// <param name="isInFlight">Whether it may be given back, and is not to be kept from refilling.</param>
    /// <param name="isBack">Whether they have it back.</param>
    internal void Lend(OpenRequest lease, in Amounts amounts, Instant end, bool isInFlight, bool isBack = false)
    {
        var own = default(RateHold);
        for (var i = 0; i < lease.PartCount; i++)
        {
            ref readonly var part = ref lease.Parts[i];
            for (var r = 0; r < part.Rules.Rates.Length; r++)
            {
                if (!lease.IsCounted(part, r))
                    continue;
                var rule = part.Rules.Rates[r];
                ref readonly var hold = ref rule.HoldOf(in amounts, ref own);
                if (isBack)
                    Lent[i].Return(rule, end, isInFlight, hold);
                else
                    Lent[i].Lend(rule, end, isInFlight, hold);
            }
        }
    }
}
