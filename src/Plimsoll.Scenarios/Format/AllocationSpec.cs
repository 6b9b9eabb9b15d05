using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>
/// What <c>plimsoll allocate</c> has to heed beside supply and demand. Plans do not heed it. All of it may be left out.
/// </summary>
public sealed record AllocationSpec
{
    /// <summary>
    /// Ranks of model classes: where not all load can be served, that of a lower rank is served first; of those that
    /// are not named: 0.
    /// </summary>
    public IReadOnlyDictionary<string, int> Ranks { get; init; } = new Dictionary<string, int>();

    /// <summary>Interactive load that has to stay at some sites, by name.</summary>
    public IReadOnlyDictionary<string, ResidencySpec> Residency { get; init; } =
        new Dictionary<string, ResidencySpec>();

    /// <summary>Requests that may wait until a deadline, by name.</summary>
    public IReadOnlyDictionary<string, BatchJobSpec> Batch { get; init; } = new Dictionary<string, BatchJobSpec>();

    /// <summary>Training and other work that may use any hour, by name; none has the name of a batch.</summary>
    public IReadOnlyDictionary<string, TrainingJobSpec> Training { get; init; } =
        new Dictionary<string, TrainingJobSpec>();

    /// <summary>Replicas that are held in every hour whatever the load is, by name.</summary>
    public IReadOnlyDictionary<string, ReplicasSpec> Replicas { get; init; } = new Dictionary<string, ReplicasSpec>();
}

/// <summary>
/// Interactive load that has to stay at some sites: that of some users, on some classes, in some time zones. Load that
/// several entries speak of stays at the sites that all of them name.
/// </summary>
public sealed record ResidencySpec
{
    /// <summary>Populations and organizations, by name; absent: all.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Model classes, by name; absent: all.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Time zones, as <c>regions</c> name them; absent: all.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    /// <summary>Sites that may serve it, by name.</summary>
    public required IReadOnlyList<string> Sites { get; init; }
}

/// <summary>Requests of a class that come at once and have to be answered by a deadline, again and again.</summary>
public sealed record BatchJobSpec
{
    /// <summary>Model class.</summary>
    public required string Class { get; init; }

    /// <summary>Output tokens of one run.</summary>
    public required Input<Tokens> Output { get; init; }

    /// <summary>How often it comes; absent: every <c>day</c>.</summary>
    public Recurrence Every { get; init; } = Recurrence.Day;

    /// <summary>Day on which it comes, where that is once a week; absent: Monday.</summary>
    public DayOfWeek On { get; init; } = DayOfWeek.Monday;

    /// <summary>Full hour, UTC, at which it comes; absent: midnight.</summary>
    public ClockTime From { get; init; }

    /// <summary>Whole hours from then to its deadline, up to a week; absent: 24 h.</summary>
    public Input<Duration>? Within { get; init; }

    /// <summary>Where not all can be done, jobs of a lower rank are done first; absent: 0.</summary>
    public int Rank { get; init; }

    /// <summary>Tokens of an average request; absent: those of the class.</summary>
    public TrafficSpec? Traffic { get; init; }

    /// <summary>Sites where it may run; absent: all.</summary>
    public IReadOnlyList<string>? Sites { get; init; }
}

/// <summary>How often work comes.</summary>
public enum Recurrence
{
    /// <summary>Every day.</summary>
    Day = 1,

    /// <summary>Once a week.</summary>
    Week = 2,
}

/// <summary>Accelerator-hours in every week.</summary>
public sealed record TrainingJobSpec
{
    /// <summary>Accelerator-hours in a week, of any of the kinds that it may use.</summary>
    public required Input<Count> AcceleratorHours { get; init; }

    /// <summary>Accelerator kinds that it may use; absent: all.</summary>
    public IReadOnlyList<string>? Accelerators { get; init; }

    /// <summary>Sites where it may run; absent: all.</summary>
    public IReadOnlyList<string>? Sites { get; init; }

    /// <summary>
    /// Accelerators that it holds in every hour, because it cannot be interrupted; absent: none, it can be.
    /// </summary>
    public Input<Count>? Gang { get; init; }

    /// <summary>Most accelerators at a time; absent: as many as there are.</summary>
    public Input<Count>? Most { get; init; }

    /// <summary>
    /// Where not all can be done, jobs of a lower rank are done first; absent: 1, after batches, which are promised.
    /// </summary>
    public int Rank { get; init; } = 1;
}

/// <summary>Replicas that are held in every hour.</summary>
public sealed record ReplicasSpec
{
    /// <summary>Model class.</summary>
    public required string Class { get; init; }

    /// <summary>How many, all sites together.</summary>
    public required Input<Count> Count { get; init; }

    /// <summary>Sites that count; absent: all.</summary>
    public IReadOnlyList<string>? Sites { get; init; }
}
