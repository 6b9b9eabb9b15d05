using System.Numerics;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Reference;

/// <summary>How one limit takes a request.</summary>
/// <param name="Scope">Where it is kept.</param>
/// <param name="Meter">Its counters.</param>
/// <param name="Amount">What the request takes of it.</param>
/// <param name="HasRoom">Whether it has room.</param>
/// <param name="IsCounted">Whether it counts the request if that is admitted.</param>
internal sealed record NaiveView(
    NaiveScope Scope, NaiveMeter Meter, BigInteger Amount, bool HasRoom, bool IsCounted)
{
    public bool IsOverages => Meter.Limit.Kind == LimitKind.Overage;

    public bool Refuses => !HasRoom && !IsOverages && !Meter.Limit.Downgrades;

    public NaiveState State(Instant now) => Meter.State(Scope.Level, now);
}

/// <summary>What a request is told at one instant.</summary>
/// <param name="Entry">The admitted request; null when it is refused.</param>
/// <param name="Views">Every limit that counts it, from the organization down; empty when it is not included.</param>
/// <param name="Overage">What stands against paying it as overage.</param>
internal sealed record NaiveVerdict(NaiveEntry? Entry, List<NaiveView> Views, OverageStatus Overage)
{
    /// <summary>Decides in a world that has been advanced; buckets are read at a later instant.</summary>
    public static NaiveVerdict Of(NaiveWorld world, NaiveRequest request, Instant now)
    {
        var path = world.Scopes[request.Scope].Path.ToList();
        var none = new NaiveVerdict(null, [], OverageStatus.NotOffered);
        if (!Includes(world.Policy, path, request))
            return none;
        var views = path
            .SelectMany(scope => scope.Meters.Where(meter => meter.Limit.Counts(request)).Select(meter =>
            {
                var amount = NaiveEntry.Amount(meter.Limit, request, request.Estimate, world.Policy, now);
                return new NaiveView(scope, meter, amount, meter.HasRoom(amount, now), true);
            }))
            .ToList();
        if (views.TrueForAll(view => view.IsOverages))
            return none;

        var overage = OverageOf(path, request, now);
        var refusing = views.FindAll(view => view.Refuses);
        var isOverage = refusing.Count > 0 && overage == OverageStatus.Available
            && refusing.TrueForAll(view => view.Meter.Limit.IsWindow);
        var isDowngraded = views.Exists(view => !view.HasRoom && view.Meter.Limit.Downgrades);
        views = [.. views.Select(view => view with { IsCounted = IsCounted(view, views, isOverage) })];
        if (refusing.Count > 0 && !isOverage)
            return new NaiveVerdict(null, views, overage);
        var shares = views.Where(view => view.IsCounted)
            .Select(view => new NaiveShare(view.Scope.Number, view.Meter.Limit));
        var served = isDowngraded ? Lane.Standard : request.Lane;
        return new NaiveVerdict(
            new NaiveEntry(request, world.Policy, now, [.. shares], isOverage, served), views, overage);
    }

    /// <summary>The first reason against overage from the organization down; consent is asked last.</summary>
    public static OverageStatus OverageOf(List<NaiveScope> path, NaiveRequest request, Instant now)
    {
        var offering = path.FindAll(scope => Caps(scope).Any());
        if (offering.Count == 0)
            return OverageStatus.NotOffered;
        foreach (var scope in offering)
        {
            if (!scope.IsOn)
                return OverageStatus.Disabled;
            if (Caps(scope).FirstOrDefault(cap => !cap.HasRoom(0, now)) is { } full)
            {
                return full.Limit.Part == NaiveLimit.Bought
                    ? OverageStatus.OutOfCredit
                    : OverageStatus.CapReached;
            }
        }

        return offering[^1].HasConsent || request.Consents ? OverageStatus.Available : OverageStatus.NeedsConsent;

        IEnumerable<NaiveMeter> Caps(NaiveScope scope) =>
            scope.Meters.Where(meter => meter.Limit.Kind == LimitKind.Overage && meter.Limit.Counts(request));
    }

    /// <summary>The limit that takes longest by itself; the first of equals.</summary>
    public NaiveView Binding(Instant now)
    {
        var refusing = Views.FindAll(view => view.Refuses);
        var (longest, passes) = (refusing[0], refusing[0].Meter.PassesAt(refusing[0].Amount, now));
        foreach (var next in refusing.Skip(1))
        {
            var nextPasses = next.Meter.PassesAt(next.Amount, now);
            if (passes is not null && (nextPasses is null || nextPasses > passes))
                (longest, passes) = (next, nextPasses);
        }

        return longest;
    }

    /// <summary>
    /// Overage passes windows by; a limit that downgrades, with all of its buckets, what it has no room for.
    /// </summary>
    private static bool IsCounted(NaiveView view, List<NaiveView> views, bool isOverage)
    {
        if (view.IsOverages)
            return isOverage;
        if (view.Meter.Limit.IsWindow)
            return !isOverage;
        return !view.Meter.Limit.Downgrades || views.TrueForAll(other => other.HasRoom
            || other.Scope != view.Scope || other.Meter.Limit.Terms != view.Meter.Limit.Terms
            || other.Meter.Limit.Set != view.Meter.Limit.Set);
    }

    private static bool Includes(Policy policy, List<NaiveScope> path, NaiveRequest request) =>
        policy.Classes.ContainsKey(request.Class)
        && path.SelectMany(scope => scope.Terms.Sets).All(set => policy.Tiers.TryGetValue(set, out var tier)
            ? tier.Rates.ContainsKey(request.Class)
            : policy.Plans.ContainsKey(set) || policy.Sets.ContainsKey(set));
}
