namespace Plimsoll.Planning.Allocation;

/// <summary>What a variable of a week's programme counts.</summary>
internal enum WeekColumnKind
{
    /// <summary>Accelerators that serve a part of the load.</summary>
    Serve = 1,

    /// <summary>Accelerators of replicas of a class that are held and serve nothing.</summary>
    StandBy = 2,

    /// <summary>Accelerators that work on a run of a batch.</summary>
    Batch = 3,

    /// <summary>Accelerators that train.</summary>
    Train = 4,

    /// <summary>Power of a site, in megawatts, that is drawn for nothing.</summary>
    Burn = 5,

    /// <summary>Accelerator-hours of a contract that are paid and not used.</summary>
    Shortfall = 6,

    /// <summary>Accelerators that serve a part of the load at lower clocks.</summary>
    Slow = 7,

    /// <summary>Megawatts that a source gives.</summary>
    Source = 8,

    /// <summary>Megawatts that a battery takes.</summary>
    Charge = 9,

    /// <summary>Megawatts that a battery gives.</summary>
    Discharge = 10,

    /// <summary>Megawatt-hours that a battery holds at the end of the hour.</summary>
    Held = 11,
}

/// <summary>A variable.</summary>
/// <param name="Kind">What it counts.</param>
/// <param name="Hour">Hour of the week; negative: the whole week.</param>
/// <param name="Place">Index of the pool, of the site for power and sources, or of the contract.</param>
/// <param name="Item">Index of the part of the load, of the class for standing by, or of the job or source.</param>
/// <param name="Run">Run of a batch; of a source, 1 for what runs in any case; else 0.</param>
internal readonly record struct WeekColumn(WeekColumnKind Kind, int Hour, int Place, int Item, int Run);
