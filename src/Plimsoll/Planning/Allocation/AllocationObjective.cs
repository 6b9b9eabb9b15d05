namespace Plimsoll.Planning.Allocation;

/// <summary>What decides between allocations that serve as much and leave as little unused.</summary>
public enum AllocationObjective
{
    /// <summary>The least money.</summary>
    Money = 1,

    /// <summary>The least CO2e.</summary>
    Carbon = 2,
}
