namespace Plimsoll.Planning.Allocation;

/// <summary>What is made as small as possible, in this order; each only among what the ones before leave.</summary>
public enum AllocationGoal
{
    /// <summary>Interactive load that is not served, in output tokens; by rank, the lowest first.</summary>
    UnservedInteractive = 1,

    /// <summary>Accelerator-hours that serve at lower clocks; only where a grid is curtailed.</summary>
    LoweredClocks = 2,

    /// <summary>
    /// Work of batches and training that misses its deadline, in hours of the accelerator that does it fastest; by
    /// rank, the lowest first.
    /// </summary>
    UnservedElastic = 3,

    /// <summary>Accelerator-hours that are paid and not used.</summary>
    TakeOrPayShortfall = 4,

    /// <summary>Money, in US dollars.</summary>
    Money = 5,

    /// <summary>CO2e, in kilograms.</summary>
    Carbon = 6,
}
