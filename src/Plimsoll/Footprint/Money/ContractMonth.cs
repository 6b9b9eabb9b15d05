using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Money;

/// <summary>What a contract costs in a calendar month, or the part of it that is asked for, without energy.</summary>
/// <param name="From">First instant.</param>
/// <param name="Until">The first instant after it.</param>
/// <param name="Fee">What is due whatever is used: the price of the month, or an even part of a stated total.</param>
/// <param name="Use">Accelerator-hours that are used, by their price, up to what is covered.</param>
/// <param name="Shortfall">What is paid for the minimum beyond what is used.</param>
/// <param name="Overage">Accelerator-hours beyond what is covered.</param>
/// <param name="Least">Of all, what was committed: the fee, and the minimum by its price.</param>
public sealed record ContractMonth(
    Instant From, Instant Until, MicroUsd Fee, MicroUsd Use, MicroUsd Shortfall, MicroUsd Overage, MicroUsd Least)
{
    /// <summary>All of it.</summary>
    public MicroUsd Total => Fee + Use + Shortfall + Overage;
}
