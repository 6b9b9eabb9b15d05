namespace Plimsoll.Footprint.Money;

/// <summary>What is used under a contract in a time.</summary>
/// <param name="InService">Accelerator-hours in service.</param>
/// <param name="Used">Of these, what is used.</param>
public readonly record struct ContractUse(double InService, double Used);
