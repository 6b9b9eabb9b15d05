using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint;

/// <summary>
/// What passes the meter of one site, hour by hour, in whole joules: in every hour what the sources give is what the
/// uses take.
/// </summary>
public sealed record SiteMeter
{
    /// <summary>The site.</summary>
    public required Site Site { get; init; }

    /// <summary>Start of the first hour; a full hour, UTC.</summary>
    public required Instant From { get; init; }

    /// <summary>Number of hours.</summary>
    public required int Hours { get; init; }

    /// <summary>What takes energy.</summary>
    public required ImmutableArray<UseLine> Uses { get; init; }

    /// <summary>What gives it.</summary>
    public required ImmutableArray<SourceLine> Sources { get; init; }

    /// <summary>Joules that were asked for in each hour and that no source could give; empty: none.</summary>
    public ImmutableArray<long> NotServed { get; init; } = [];

    /// <summary>Joules that each source holds at the end of each hour; empty where it is no storage.</summary>
    public ImmutableArray<ImmutableArray<long>> Held { get; init; } = [];

    /// <summary>What passes the meter in an hour.</summary>
    public Joules At(int hour) => new(Uses.Sum(use => use.Joules[hour]));

    /// <summary>Start of an hour.</summary>
    public Instant StartOf(int hour) => From + Duration.FromHours(hour);
}

/// <summary>A use of energy at a site.</summary>
/// <param name="Pool">Name of the pool at the site.</param>
/// <param name="Kind">What the energy is used for.</param>
/// <param name="Class">Model class, or name of the job; empty for what is idle.</param>
/// <param name="Joules">Joules at the site's meter in each hour. Zero or more.</param>
public sealed record UseLine(string Pool, UseKind Kind, string Class, ImmutableArray<long> Joules)
{
    /// <summary>Accelerators that are used so in each hour, on average.</summary>
    public required ImmutableArray<double> Accelerators { get; init; }
}

/// <summary>What energy is used for.</summary>
public enum UseKind
{
    /// <summary>Interactive requests.</summary>
    Serving,

    /// <summary>Batches.</summary>
    Batch,

    /// <summary>Training.</summary>
    Training,

    /// <summary>Replicas that are held without work.</summary>
    StandBy,

    /// <summary>Accelerators that do nothing, their servers and what cools them.</summary>
    Idle,
}

/// <summary>What a source of a site gives.</summary>
/// <param name="Source">The source.</param>
/// <param name="Joules">
/// Joules given in each hour. Storage: less than zero in an hour in which more is put in than taken out.
/// </param>
/// <param name="Starts">Units started in each hour; empty: it has none to start.</param>
/// <param name="Running">Units that run in each hour; empty: it has none.</param>
public sealed record SourceLine(
    EnergySource Source, ImmutableArray<long> Joules, ImmutableArray<int> Starts, ImmutableArray<int> Running)
{
    /// <summary>
    /// Joules by which it gives less in each hour than it could have fallen to, because nothing could take them; empty:
    /// it follows at once.
    /// </summary>
    public ImmutableArray<long> TooFast { get; init; } = [];

    /// <summary>Units that ran in the hour before, or started since, and do not run in an hour.</summary>
    public int StopsIn(int hour) =>
        hour == 0 || Running.IsEmpty ? 0 : Running[hour - 1] + Starts[hour] - Running[hour];
}
