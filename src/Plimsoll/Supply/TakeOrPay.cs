namespace Plimsoll.Supply;

/// <summary>A minimum that is paid whether used or not: a part of what is in service, or accelerator-hours.</summary>
/// <param name="Share">Part of the contract's accelerator-hours in service, 0 to 1; null: stated otherwise.</param>
/// <param name="AcceleratorHours">Accelerator-hours in a week; null: stated as a part.</param>
public sealed record TakeOrPay(double? Share, double? AcceleratorHours)
{
    /// <summary>Accelerator-hours of a week that have to be used or are paid for nothing.</summary>
    /// <param name="inService">Accelerator-hours of a week in service under the contract.</param>
    public double LeastOf(double inService) => AcceleratorHours ?? (Share ?? 0) * inService;
}
