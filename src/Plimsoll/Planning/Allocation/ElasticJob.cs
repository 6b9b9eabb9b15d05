using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Serving;

namespace Plimsoll.Planning.Allocation;

/// <summary>Work that may wait for a better hour, but no longer than its deadline.</summary>
/// <param name="Name">Name, unique in the scenario.</param>
/// <param name="Sites">Sites where it may run; null: everywhere.</param>
public abstract record ElasticJob(string Name, ImmutableArray<string>? Sites)
{
    /// <summary>Where not all can be done, jobs of a lower rank are done first. Default 0.</summary>
    public int Rank { get; init; }

    /// <summary>How often it comes in a week.</summary>
    public virtual int Runs => 1;

    /// <summary>Whether it may run at a site.</summary>
    public bool MayRunAt(string site) => Sites is not { } sites || sites.Contains(site);
}

/// <summary>Requests of a class that may wait, all of which are to be answered by a deadline.</summary>
/// <param name="Name">Name, unique in the scenario.</param>
/// <param name="Sites">Sites where it may run; null: everywhere.</param>
/// <param name="Model">The class, with the requests and the objective of the batch.</param>
/// <param name="Output">Output tokens of one run.</param>
/// <param name="From">Hour of the week in which the first run may begin, 0 is Monday 00:00 UTC.</param>
/// <param name="Within">Hours from then to its deadline, 1 to 168.</param>
/// <param name="Every">Hours from one run to the next, 168 for one a week.</param>
public sealed record BatchJob(
    string Name, ImmutableArray<string>? Sites, ModelClass Model, double Output, int From, int Within, int Every)
    : ElasticJob(Name, Sites)
{
    /// <inheritdoc/>
    public override int Runs => WeekShape.Hours / Every;

    /// <summary>
    /// Whether a run may work in an hour of the week. The week repeats: after Sunday's last hour comes Monday's first.
    /// </summary>
    public bool WorksIn(int run, int hour) =>
        (hour - From - (run * Every) + (2 * WeekShape.Hours)) % WeekShape.Hours < Within;
}

/// <summary>Accelerator-hours in a week, such as of training.</summary>
/// <param name="Name">Name, unique in the scenario.</param>
/// <param name="Sites">Sites where it may run; null: everywhere.</param>
/// <param name="Kinds">Names of accelerator kinds that it may use; null: all.</param>
/// <param name="AcceleratorHours">Work of a week, in hours of any of these accelerators.</param>
/// <param name="Gang">Accelerators that it holds in every hour, because it cannot be interrupted; 0: it can.</param>
/// <param name="Most">Most accelerators at a time; infinite: as many as there are.</param>
public sealed record TrainingJob(
    string Name,
    ImmutableArray<string>? Sites,
    ImmutableArray<string>? Kinds,
    double AcceleratorHours,
    double Gang,
    double Most)
    : ElasticJob(Name, Sites)
{
    /// <summary>Whether it may use an accelerator kind.</summary>
    public bool MayUse(string kind) => Kinds is not { } kinds || kinds.Contains(kind);
}
