using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Backtest;

/// <summary>
/// Which fleet before the new sites came, and which part of what they yield, makes three decisions right at once: that
/// a limit was reduced, that the reduction was taken back with all that changed that day, and that the new sites were
/// needed for it. Exact, because serving grows in proportion to a fleet and never falls when a part of it grows.
/// </summary>
/// <remarks>
/// At the instant at which the policy changes, with the demand of that instant:
/// <list type="bullet">
/// <item>without the new sites, the limits of the day before hold: the reduction sufficed until relief came;</item>
/// <item>without the new sites, the same limits without the reduction do not: it was needed before relief came;</item>
/// <item>with the new sites the new limits hold, then and at the end of the ramp;</item>
/// <item>without them they fail, then or at the end of the ramp.</item>
/// </list>
/// The first two and the last are bounds of the fleet in closed form; the third is found by bisection.
/// </remarks>
internal sealed class DecisionRegion
{
    private const int Halvings = 24;
    private const double Largest = 1e6;
    private const double MostAdded = 10;

    private readonly ServiceDays days;
    private readonly ChangeTerms reduction;
    private readonly Policy before;
    private readonly Policy after;
    private readonly Policy unreduced;

    private DecisionRegion(ServiceDays days, ChangeTerms reduction)
    {
        var model = days.Model;
        this.days = days;
        this.reduction = reduction;
        before = model.Timeline.At(model.Compare.Before);
        after = model.Timeline.At(model.Compare.After);
        unreduced = Without(before);
    }

    /// <summary>The region of a service.</summary>
    /// <param name="model">The service.</param>
    /// <param name="obstacle">Why it has none; null where it has one.</param>
    public static DecisionRegion? Of(ServiceModel model, out string? obstacle)
    {
        var days = new ServiceDays(model);
        var after = model.Timeline.At(model.Compare.After);
        var before = model.Timeline.At(model.Compare.Before);
        var lifted = model.Changes
            .Where(c => after.Changes.Contains(c.Name) && !before.Changes.Contains(c.Name))
            .SelectMany(c => c.Lifts).FirstOrDefault(before.Changes.Contains);
        obstacle = lifted is null
            ? "no change of the day compared takes an earlier one back; expected one with 'lifts'"
            : days.NewSites.IsEmpty ? "no site comes into service between the dates compared"
            : days.FleetAt(model.Compare.After, isAlone: true).Pools.IsEmpty ? "no site was in service before" : null;
        return obstacle is null ? new DecisionRegion(days, model.Changes.First(c => c.Name == lifted)) : null;
    }

    /// <summary>The change that reduced a limit.</summary>
    public ChangeTerms Reduction => reduction;

    /// <summary>Sites that came.</summary>
    public ImmutableArray<string> NewSites => days.NewSites;

    /// <summary>What bounds the fleet whatever the new sites yield.</summary>
    public FleetBounds Bounds(Criterion criterion)
    {
        var (at, ramped, start) = (days.Model.Compare.After, days.Model.Compare.Ramped, reduction.Effective);
        return new FleetBounds(
            Alone(before, at, at, criterion),
            Alone(unreduced, at, at, criterion),
            Alone(Without(days.Model.Timeline.At(start)), start, start, criterion),
            Alone(after, at, at, criterion),
            Alone(after, at, ramped, criterion));
    }

    /// <summary>The least fleet that bears the new limits, by what the new sites yield.</summary>
    /// <param name="added">Multiple of the new sites.</param>
    /// <param name="bounds">The bounds under the same criterion.</param>
    /// <param name="criterion">What has to hold.</param>
    public (double OnTheDay, double Ramped) Borne(double added, FleetBounds bounds, Criterion criterion)
    {
        var (at, ramped) = (days.Model.Compare.After, days.Model.Compare.Ramped);
        return (
            Least(at, added, bounds.NeededOnTheDay, criterion),
            Least(ramped, added, bounds.NeededRamped, criterion));
    }

    /// <summary>
    /// The least multiple of the new sites with which a fleet bears the new limits; infinite: none does.
    /// </summary>
    /// <param name="fleet">Multiple of the fleet before.</param>
    /// <param name="criterion">What has to hold.</param>
    public (double OnTheDay, double Ramped) LeastAdded(double fleet, Criterion criterion)
    {
        return (Of(days.Model.Compare.After), Of(days.Model.Compare.Ramped));

        double Of(Instant at) => LeastWhere(MostAdded, added => Bears(at, fleet, added, criterion));
    }

    /// <summary>The multiple of the fleet before at which it just bears a policy by itself.</summary>
    private double Alone(Policy policy, Instant week, Instant at, Criterion criterion) =>
        1 / days.Margin(policy, week, at, days.FleetAt(at, isAlone: true), criterion);

    /// <summary>At the bound without the new sites the new limits hold, whatever these add.</summary>
    private double Least(Instant at, double added, double alone, Criterion criterion) =>
        LeastWhere(alone * (1 + 1e-9), fleet => Bears(at, fleet, added, criterion));

    private bool Bears(Instant at, double fleet, double added, Criterion criterion) => days.Margin(
        after, days.Model.Compare.After, at, days.FleetAt(at, fleet, added), criterion, enough: 1) >= 1;

    /// <summary>Bisection from above: the answer holds. Infinite where not even the most does.</summary>
    private static double LeastWhere(double most, Func<double, bool> holds)
    {
        if (!(most < Largest) || !holds(most))
            return double.PositiveInfinity;
        var (low, high) = (0.0, most);
        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = (low + high) / 2;
            if (holds(middle))
                high = middle;
            else
                low = middle;
        }

        return high;
    }

    private Policy Without(Policy policy) => policy with
    {
        Allowances = [.. policy.Allowances.Where(a => a.Change != reduction.Name)],
    };
}

/// <summary>Multiples of the fleet before at which it just bears limits without the new sites.</summary>
/// <param name="Sufficed">The limits with the reduction: from here on the reduction sufficed.</param>
/// <param name="Needed">The limits without the reduction: below this it was needed.</param>
/// <param name="NeededAtOnce">The same with fleet and demand of the day on which the reduction came.</param>
/// <param name="NeededOnTheDay">The new limits on their day: below this they need the new sites then.</param>
/// <param name="NeededRamped">The new limits at the end of the ramp: below this they need the new sites then.</param>
public sealed record FleetBounds(
    double Sufficed, double Needed, double NeededAtOnce, double NeededOnTheDay, double NeededRamped)
{
    /// <summary>Below this the reduction was needed, and the new sites for the new limits.</summary>
    public double High => Math.Min(Needed, Math.Max(NeededOnTheDay, NeededRamped));
}
