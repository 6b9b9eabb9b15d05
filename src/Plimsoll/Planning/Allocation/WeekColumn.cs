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
}

/// <summary>A variable.</summary>
/// <param name="Kind">What it counts.</param>
/// <param name="Hour">Hour of the week; negative: the whole week.</param>
/// <param name="Place">Index of the pool, of the site for power, or of the contract.</param>
/// <param name="Item">Index of the part of the load, of the class for standing by, or of the job.</param>
/// <param name="Run">Run of a batch; else 0.</param>
internal readonly record struct WeekColumn(WeekColumnKind Kind, int Hour, int Place, int Item, int Run);
