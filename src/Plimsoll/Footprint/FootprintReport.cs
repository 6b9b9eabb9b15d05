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
        var spread = IdleOf(finest);
        return new FootprintReport
        {
            Footprint = footprint,
            Total = footprint.By(FootprintColumns.None)[0],
            Sites = footprint.By(FootprintColumns.Site),
            Uses = footprint.By(FootprintColumns.Use),
            Classes = Parts(finest, spread, key => key.Class!, users: _ => 0),
            Plans = Parts(finest, spread, key => key.Plan!, UsersOf(footprint)),
        };
    }

    private static ImmutableArray<FootprintPart> Parts(
        ImmutableArray<FootprintRow> finest,
        Dictionary<FootprintKey, FootprintRow> idle,
        Func<FootprintKey, string> nameOf,
        Func<string, double> users) =>
    [
        .. finest.Where(row => row.Key.Use != UseKind.Idle && nameOf(row.Key).Length > 0)
            .GroupBy(row => nameOf(row.Key)).OrderBy(rows => rows.Key, StringComparer.Ordinal)
            .Select(rows => new FootprintPart(
                rows.Key,
                Sum(rows, rows.First()),
                Sum(rows.Where(row => idle.ContainsKey(row.Key)).Select(row => idle[row.Key]), rows.First()),
                users(rows.Key))),
    ];

    /// <summary>
    /// What is idle at a site, spread over what works there by accelerator-hours: exact to the joule. Where nothing
    /// works it stays nobody's.
    /// </summary>
    private static Dictionary<FootprintKey, FootprintRow> IdleOf(ImmutableArray<FootprintRow> finest)
    {
        var spread = new Dictionary<FootprintKey, FootprintRow>();
        foreach (var site in finest.GroupBy(row => row.Key.Site))
        {
            var working = site.Where(row => row.Key.Use != UseKind.Idle && row.AcceleratorHours > 0).ToArray();
            var all = working.Sum(row => row.AcceleratorHours);
            if (all <= 0 || site.FirstOrDefault(row => row.Key.Use == UseKind.Idle) is not { } idle)
                continue;
            var joules = new long[working.Length];
            Apportionment.Split(idle.Joules.Value, [.. working.Select(row => row.AcceleratorHours)], joules);
            for (var i = 0; i < working.Length; i++)
            {
                var part = working[i].AcceleratorHours / all;
                spread.Add(working[i].Key, new FootprintRow(
                    working[i].Key, new Joules(joules[i]), part * idle.AcceleratorHours, 0, 0,
                    [.. idle.Impacts.Select(amount => part * amount)]));
            }
        }

        return spread;
    }

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
/// <param name="Idle">Its part in what is idle where it works, by accelerator-hours.</param>
/// <param name="Users">Users on average; 0: not counted.</param>
public sealed record FootprintPart(string Name, FootprintRow Own, FootprintRow Idle, double Users)
{
    /// <summary>Energy of both.</summary>
    public Joules Joules => Own.Joules + Idle.Joules;

    /// <summary>Amount of an impact of both.</summary>
    /// <param name="index">Index of the impact.</param>
    public double ImpactAt(int index) => Own.Impacts[index] + Idle.Impacts[index];
}
