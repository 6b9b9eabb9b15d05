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

    /// <summary>What sources of a site may emit of a pollutant in the week, in kilograms.</summary>
    Permit = 9,

    /// <summary>What is drawn at a site comes from its sources; megawatts.</summary>
    Supply = 10,

    /// <summary>What the grids of a site give, in megawatts.</summary>
    Grid = 11,

    /// <summary>What generators of a site give, in megawatts.</summary>
    Plant = 12,

    /// <summary>What a battery holds is what it held and was given, less what it gave; megawatt-hours.</summary>
    Held = 13,

    /// <summary>What grids give in the day after a curtailment, in megawatt-hours.</summary>
    Rebound = 14,
}

/// <summary>A constraint.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Hour">Hour of the week; negative: the whole week.</param>
/// <param name="Item">
/// Index of the part of the load, pool, site, rule for replicas, job, cap of a permit, curtailment, or of a pair of a
/// site and a source.
/// </param>
/// <param name="Part">Run of a batch, or source of a site; else 0.</param>
/// <param name="Amount">What there is, or has to be.</param>
internal readonly record struct WeekRow(WeekRowKind Kind, int Hour, int Item, int Part, double Amount);
