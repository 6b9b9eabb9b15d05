using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning.Allocation;
using Plimsoll.Planning.Linear;

namespace Plimsoll.Planning;

/// <summary>
/// The largest multiple of a week's load that keeps the caps of air permits, which limit the sum of all hours: a
/// programme for each hour, as the hours of a load line are, that serves the load and emits least. Not thread-safe.
/// </summary>
/// <remarks>
/// What a week emits at least is a convex function of the multiple, and what it costs is known with its slope; so
/// Newton's steps from above end at the multiple at which it is the cap. Several caps are weighed against each other by
/// <see cref="CapWeights"/>.
/// </remarks>
internal sealed class PermitWeek
{
    private const int LoadColumn = 0;
    private const int MostSteps = 100;
    private const double WattsPerMegawatt = 1e6;

    /// <summary>Part of a cap that is passed by rounding only.</summary>
    private const double Rounding = 1e-8;

    /// <summary>Part by which a load that is just served is lowered, so that rounding leaves it so.</summary>
    private const double Just = 1e-8;

    private readonly Fleet fleet;
    private readonly double[] whole;
    private readonly ImmutableArray<WeekPermit> caps;
    private readonly LinearModel model;
    private readonly LinearSolver solver;
    private readonly ImmutableArray<SourceColumn> sources;

    private PermitWeek(Fleet fleet, double[] whole, ImmutableArray<WeekPermit> caps, LinearModel serving)
    {
        (this.fleet, this.whole, this.caps, model) = (fleet, whole, caps, serving);
        model.SetCost(LoadColumn, 0);
        sources = [.. caps.Select(cap => cap.Site).Distinct().SelectMany(AddSources)];
        solver = new LinearSolver(model);
    }

    /// <summary>The caps of a fleet; null: none may bind.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="whole">Requests per second of each class that its row is stated in parts of.</param>
    /// <param name="serving">Makes a programme of an hour, as <see cref="Adequacy"/> states it.</param>
    public static PermitWeek? Of(Fleet fleet, double[] whole, Func<LinearModel> serving)
    {
        ImmutableArray<WeekPermit> caps = [.. fleet.Sites.SelectMany(site => site.Supply?.Permits ?? [])];
        return caps.IsEmpty ? null : new PermitWeek(fleet, whole, caps, serving());
    }

    /// <summary>The margin at which caps stop a load; null: they let more than a multiple of it be served.</summary>
    /// <param name="load">Requests per second by hour and class.</param>
    /// <param name="required">What it is multiplied by.</param>
    /// <param name="most">The largest multiple that every hour serves with everything in service, above 0.</param>
    public Margin? Of(double[] load, double required, double most)
    {
        var (multiple, last) = (most * (1 - Just), default(EmittedWeek));
        for (var step = 0; step < MostSteps; step++)
        {
            if (Over(load, required, multiple) is not { } week)
                break;
            last = week;
            var next = multiple * Math.Max(0, 1 - ((week.Weighed - 1) / week.OfLoad));
            if (!(next < multiple))
                break;
            multiple = next;
        }

        return last is null
            ? null : new(multiple, last.Hour, null, []) { OfPermits = last.Explain(fleet, caps, sources) };
    }

    /// <summary>
    /// A week that emits too much by some weights of the caps, however it is served; null: it need not.
    /// </summary>
    private EmittedWeek? Over(double[] load, double required, double multiple)
    {
        var weights = new CapWeights(caps.Length);
        while (true)
        {
            var week = Emitting(load, required, multiple, weights.Current);
            if (week.Weighed > 1 + Rounding)
                return week;
            if (week.Emitted.Max() <= 1 + Rounding || !weights.Heed(week.Emitted, 1 + Rounding))
                return null;
        }
    }

    /// <summary>The week that serves a load and emits least.</summary>
    private EmittedWeek Emitting(double[] load, double required, double multiple, ImmutableArray<double> weights)
    {
        var week = new EmittedWeek(weights, model, fleet.Classes);
        foreach (var source in sources)
            model.SetCost(source.Column, source.PartsOfCaps.Zip(weights, (part, weight) => part * weight).Sum());
        for (var hour = 0; hour < WeekShape.Hours; hour++)
        {
            if (!TakeLoad(load.AsSpan(hour * fleet.Classes, fleet.Classes), required * multiple))
                continue;
            TakeSupply(hour);
            week.Add(hour, (LinearOutcome.Optimal)solver.Solve(), sources);
        }

        return week;
    }

    /// <summary>Puts in the load of an hour; false: there is none.</summary>
    private bool TakeLoad(ReadOnlySpan<double> demand, double required)
    {
        var most = 0.0;
        for (var c = 0; c < demand.Length; c++)
            most = Math.Max(most, demand[c] * required / whole[c]);
        for (var c = 0; c < demand.Length && most > 0; c++)
            model.SetCoefficient(c, LoadColumn, demand[c] * required / whole[c] / most);
        model.SetBounds(LoadColumn, most, most);
        return most > 0;
    }

    private void TakeSupply(int hour)
    {
        for (var s = 0; s < fleet.Sites.Length; s++)
        {
            var part = fleet.Sites[s].Power.Value <= 0 ? 0 : fleet.Sites[s].Supply?.PartAt(hour, false) ?? 1;
            model.SetLimits(PowerRow(s), double.NegativeInfinity, part);
        }

        foreach (var source in sources)
            model.SetBounds(source.Column, 0, source.Most[hour]);
    }

    private int PowerRow(int site) => fleet.Classes + fleet.Pools.Length + site;

    /// <summary>Adds what the sources of a site give, in parts of its power: all that is drawn there.</summary>
    private List<SourceColumn> AddSources(int site)
    {
        var (there, supply) = (fleet.Sites[site], fleet.Sites[site].Supply!);
        var given = model.AddConstraint($"what the sources of {there.Site.Name} give", double.NegativeInfinity, 0);
        for (var column = 0; column < model.Variables; column++)
        {
            foreach (var entry in model.Column(column).Where(entry => entry.Row == PowerRow(site)).ToArray())
                model.SetCoefficient(given, column, entry.Value);
        }

        var made = new List<SourceColumn>();
        foreach (var parts in Enumerable.Range(0, WeekShape.Hours).SelectMany(hour => supply.PartsAt(hour, false)
            .Select(part => (Hour: hour, Part: part))).GroupBy(part => part.Part.Name).ToArray())
        {
            var most = new double[WeekShape.Hours];
            foreach (var (hour, part) in parts)
                most[hour] = part.Most.Value / there.Power.Value;
            var column = model.AddVariable(parts.Key, 0, 0);
            model.SetCoefficient(given, column, -1);
            made.Add(new SourceColumn(column, parts.Key, there.Power.Value, [.. most],
                [.. caps.Select(cap => cap.Site == site ? PartOfCap(cap, parts.First().Part) : 0)]));
        }

        return made;

        // Of the cap's even part of an hour, so that costs are near 1.
        double PartOfCap(WeekPermit cap, SourcePart part) => part.Source < 0 ? 0
            : cap.KilogramsPerMegawattHour(there.Site.Sources[part.Source]) * there.Power.Value / WattsPerMegawatt
                * WeekShape.Hours / cap.Most;
    }
}

/// <summary>What a source of a site gives, as a variable of a programme.</summary>
/// <param name="Column">Number of the variable, in parts of the site's power.</param>
/// <param name="Name">What and where.</param>
/// <param name="Watts">The site's power.</param>
/// <param name="Most">The most that it gives in each hour of a week.</param>
/// <param name="PartsOfCaps">For each cap, what one emits in an hour, of an hour's even part of the cap.</param>
internal sealed record SourceColumn(
    int Column, string Name, double Watts, ImmutableArray<double> Most, ImmutableArray<double> PartsOfCaps);
