using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint;

/// <summary>A footprint told by site, by class and by plan, with what is idle beside.</summary>
public sealed record FootprintReport
{
    private const FootprintColumns Finest =
        FootprintColumns.Site | FootprintColumns.Use | FootprintColumns.Class | FootprintColumns.Plan;

    /// <summary>The footprint.</summary>
    public required ServiceFootprint Footprint { get; init; }

    /// <summary>All of it.</summary>
    public required FootprintRow Total { get; init; }

    /// <summary>Sites, in ordinal order of name.</summary>
    public required ImmutableArray<FootprintRow> Sites { get; init; }

    /// <summary>What the energy is used for.</summary>
    public required ImmutableArray<FootprintRow> Uses { get; init; }

    /// <summary>Classes and jobs, in ordinal order of name.</summary>
    public required ImmutableArray<FootprintPart> Classes { get; init; }

    /// <summary>Plans and tiers, in ordinal order of name.</summary>
    public required ImmutableArray<FootprintPart> Plans { get; init; }

    /// <summary>Energy of what was idle while nothing worked at its site: no part bears it.</summary>
    public required Joules Unborne { get; init; }

    /// <summary>Interactive output of each class that found no room, and its part of what was asked for.</summary>
    public IEnumerable<(string Class, double Tokens, double Share)> Unserved()
    {
        var metered = Footprint.Metered;
        foreach (var (served, missing) in metered.Model.Classes.Zip(metered.Unserved))
        {
            var done = Classes.Where(part => part.Name == served.Name).Sum(part => part.Own.OutputTokens);
            yield return (served.Name, missing, missing > 0 ? missing / (missing + done) : 0);
        }
    }

    /// <summary>Tells a footprint.</summary>
    public static FootprintReport Of(ServiceFootprint footprint)
    {
        var finest = footprint.By(Finest);
        var idle = footprint.IdleBy(Finest);
        return new FootprintReport
        {
            Footprint = footprint,
            Total = footprint.By(FootprintColumns.None)[0],
            Sites = footprint.By(FootprintColumns.Site),
            Uses = footprint.By(FootprintColumns.Use),
            Classes = Parts(finest, idle, key => key.Class!, users: _ => 0),
            Plans = Parts(finest, idle, key => key.Plan!, UsersOf(footprint)),
            Unborne = new Joules(idle.Where(row => row.Key.Use == UseKind.Idle).Sum(row => row.Joules.Value)),
        };
    }

    private static ImmutableArray<FootprintPart> Parts(
        ImmutableArray<FootprintRow> finest,
        ImmutableArray<FootprintRow> idle,
        Func<FootprintKey, string> nameOf,
        Func<string, double> users) =>
    [
        .. finest.Where(row => row.Key.Use != UseKind.Idle && nameOf(row.Key).Length > 0)
            .GroupBy(row => nameOf(row.Key)).OrderBy(rows => rows.Key, StringComparer.Ordinal)
            .Select(rows => new FootprintPart(
                rows.Key,
                Sum(rows, rows.First()),
                Sum(idle.Where(row => row.Key.Use != UseKind.Idle && nameOf(row.Key) == rows.Key), rows.First()),
                users(rows.Key))),
    ];

    private static FootprintRow Sum(IEnumerable<FootprintRow> rows, FootprintRow like)
    {
        var all = rows.ToArray();
        return new FootprintRow(
            default,
            new Joules(all.Sum(row => row.Joules.Value)),
            all.Sum(row => row.AcceleratorHours),
            all.Sum(row => row.Requests),
            all.Sum(row => row.OutputTokens),
            [.. like.Impacts.Select((_, i) => all.Sum(row => row.Impacts[i]))]);
    }

    /// <summary>Users of a plan on average over the period, growth included; 0: it has organizations.</summary>
    private static Func<string, double> UsersOf(ServiceFootprint footprint) => plan =>
    {
        var (metered, users) = (footprint.Metered, 0.0);
        foreach (var segment in metered.Segments)
        {
            users += metered.Model.Populations.Where(one => one.Plan == plan).Sum(one => one.Users)
                * metered.Model.Growth.At(segment.Period.Middle) * segment.Period.Hours / metered.Hours;
        }

        return users;
    };
}

/// <summary>What something caused, and its part in what is idle.</summary>
/// <param name="Name">A class, a job, a plan or a tier.</param>
/// <param name="Own">What its own work took.</param>
/// <param name="Idle">Its part in what is idle where and while it works, by accelerators.</param>
/// <param name="Users">Users on average; 0: not counted.</param>
public sealed record FootprintPart(string Name, FootprintRow Own, FootprintRow Idle, double Users)
{
    /// <summary>Energy of both.</summary>
    public Joules Joules => Own.Joules + Idle.Joules;

    /// <summary>Amount of an impact of both.</summary>
    /// <param name="index">Index of the impact.</param>
    public double ImpactAt(int index) => Own.Impacts[index] + Idle.Impacts[index];
}
