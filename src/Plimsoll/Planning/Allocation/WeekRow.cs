namespace Plimsoll.Planning.Allocation;

/// <summary>What a constraint of a week's programme says.</summary>
internal enum WeekRowKind
{
    /// <summary>No more of a part of the load is served than is asked for; requests per second.</summary>
    Load = 1,

    /// <summary>Accelerators of a pool that may serve.</summary>
    Serving = 2,

    /// <summary>All working accelerators of a pool of which a part is left to training.</summary>
    Working = 3,

    /// <summary>Power of a site, in megawatts, from what is drawn in any case to what there is.</summary>
    Power = 4,

    /// <summary>Replicas that are held.</summary>
    Replicas = 5,

    /// <summary>Accelerators that a training job holds at a time.</summary>
    Gang = 6,

    /// <summary>Work of one run of a batch, or of a training job: hours of the fastest accelerator.</summary>
    Work = 7,

    /// <summary>Accelerator-hours that a contract is paid for in any case.</summary>
    TakeOrPay = 8,

    /// <summary>What a site may emit in the week, in kilograms.</summary>
    Permit = 9,
}

/// <summary>A constraint.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Hour">Hour of the week; negative: the whole week.</param>
/// <param name="Item">
/// Index of the part of the load, pool, site, rule for replicas, job, or pair of a site and a permit.
/// </param>
/// <param name="Part">Run of a batch, or permit of a site; else 0.</param>
/// <param name="Amount">What there is, or has to be.</param>
internal readonly record struct WeekRow(WeekRowKind Kind, int Hour, int Item, int Part, double Amount);
