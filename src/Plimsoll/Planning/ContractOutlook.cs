using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Planning;

/// <summary>What a contract carries, and for which promises.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Withdrawal">
/// First instant at which its capacity may be gone, as seen from the end of the ramp; null: it stays.
/// </param>
/// <param name="ServedWithout">Served over required under Storm at the end of the ramp without it.</param>
public sealed record ContractOutlook(Contract Contract, Instant? Withdrawal, double ServedWithout)
{
    /// <summary>Whether the promises would not hold without it.</summary>
    public bool IsNeeded => ServedWithout < 1;

    /// <summary>Every contract in service at the end of the ramp.</summary>
    /// <param name="cases">The conditions.</param>
    /// <param name="load">Load under the policy after.</param>
    internal static ImmutableArray<ContractOutlook> Of(ConditionCases cases, double[] load) =>
    [
        .. cases.Contracts.Select(contract => new ContractOutlook(
            contract, contract.WithdrawalFrom(cases.Now), cases.Without([contract]).Of(load).Multiple)),
    ];

    /// <summary>
    /// The longest notice that a promise may need to be taken back and yet hold under Notice: up to the first
    /// withdrawal after which the rest no longer carries the load. Null: no withdrawal decides it.
    /// </summary>
    /// <param name="cases">The conditions.</param>
    /// <param name="load">Load under the policy after.</param>
    internal static Duration? LongestNotice(ConditionCases cases, double[] load)
    {
        if (!cases.Without([]).Bears(load))
            return null;
        var withdrawals = cases.Contracts.Select(c => c.WithdrawalFrom(cases.Now)).OfType<Instant>().Distinct().Order();
        foreach (var withdrawal in withdrawals)
        {
            var gone = cases.Contracts.Where(c => c.WithdrawalFrom(cases.Now) <= withdrawal);
            if (!cases.Without(gone).Bears(load))
                return withdrawal - cases.Now;
        }

        return null;
    }
}
