using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>Says of a request which limits apply, how each takes it and when it passes.</summary>
internal static class Explaining
{
    private const string Uncounted =
        "No scope of the path carries a plan, a tier or another limit that counts such a request.";

    /// <summary>Why a request was refused that some limit had no room for, or none counts.</summary>
    public static Refusal WhyRefused(
        Scopes scopes, OpenRequest open, in LimitRequest asked, bool isCounted, Instant now)
    {
        var path = new PathCopy(scopes, asked.Scope);
        if (Missing(scopes, path, asked) is { } missing)
            return new Refusal.NotIncluded(missing);
        return isCounted ? WhyRejected(scopes, path, open, asked, now) : new Refusal.NotIncluded(Uncounted);
    }

    /// <summary>Which plan or tier does not include a request; null when all do.</summary>
    private static string? Missing(Scopes scopes, PathCopy path, in LimitRequest asked)
    {
        foreach (var part in path.Parts)
        {
            if (part.Rules(scopes, path.Epoch).For(asked.Class, asked.Lane).Missing is { } missing)
                return missing;
        }

        return null;
    }

    /// <summary>Every limit that applies to a request without room, the binding one first.</summary>
    private static Refusal.Rejected WhyRejected(
        Scopes scopes, PathCopy path, OpenRequest open, in LimitRequest asked, Instant now)
    {
        open.IsOverage = false;
        path.AdvanceTo(now);
        var considered = Consider(scopes, path, open, asked, now);
        var binding = BindingOf(considered);
        var others = considered.Where(limit => !ReferenceEquals(limit, binding)).Select(limit => limit.Before);
        ImmutableArray<LimitState> states = [binding.Before, .. others];
        var overage = Overage.Of(scopes, path, asked, now).Status;
        return new Refusal.Rejected(states, Forecast.RetryAt(scopes, open, asked, now), overage);
    }

    /// <summary>What would be decided about a request.</summary>
    public static Explanation Explain(Scopes scopes, in LimitRequest asked, Instant now)
    {
        var path = new PathCopy(scopes, asked.Scope);
        path.AdvanceTo(now);
        var version = scopes.EpochAt(path.Epoch).Version;
        if (version.Class(asked.Class) is not { } terms)
            return NotIncluded("The policy in force does not know the model class.");
        if (Missing(scopes, path, asked) is { } missing)
            return NotIncluded(missing);

        var request = new OpenRequest();
        request.Begin(asked, terms, version, path.Epoch, now);
        var planned = Consider(scopes, path, request, asked, now);
        if (planned.All(limit => limit.Before.Kind == LimitKind.Overage))
            return NotIncluded(Uncounted);
        return Decide(scopes, path, request, asked, planned, now);
    }

    private static Explanation Decide(
        Scopes scopes,
        PathCopy path,
        OpenRequest request,
        in LimitRequest asked,
        ImmutableArray<ConsideredLimit> planned,
        Instant now)
    {
        var overage = Overage.Of(scopes, path, asked, now).Status;
        var considered = planned;
        if (!Passes(planned) && overage == OverageStatus.Available)
        {
            request.IsOverage = true;
            considered = Consider(scopes, path, request, asked, now);
        }

        var isAdmitted = Passes(considered);
        var lane = considered.Any(IsDowngraded) ? Lane.Standard : asked.Lane;
        if (isAdmitted)
            return new Explanation(true, considered, null, now, overage, request.IsOverage, lane);
        var binding = BindingOf(planned);
        var retryAt = Forecast.RetryAt(scopes, request, asked, now);
        return new Explanation(false, planned, binding, retryAt, overage, false, asked.Lane);
    }

    private static Explanation NotIncluded(string reason) =>
        new(false, [], null, null, OverageStatus.NotOffered, false, default) { NotIncluded = reason };

    private static bool Passes(ImmutableArray<ConsideredLimit> limits) =>
        limits.All(limit => limit.HasRoom || !limit.IsCounted);

    private static bool IsDowngraded(ConsideredLimit limit) => limit is { HasRoom: false, IsCounted: false }
        && limit.Before.Terms is RateLimit { OnExceed: ExceedAction.Downgrade }
            or AccelerationLimit { OnExceed: ExceedAction.Downgrade };

    /// <summary>The limit without room that takes longest, the first of equals.</summary>
    private static ConsideredLimit BindingOf(ImmutableArray<ConsideredLimit> limits)
    {
        ConsideredLimit? binding = null;
        foreach (var limit in limits.Where(limit => limit is { HasRoom: false, IsCounted: true }))
        {
            if (binding is null || (binding.PassesAt is { } at && (limit.PassesAt is null || limit.PassesAt > at)))
                binding = limit;
        }

        return binding!;
    }

    private static ImmutableArray<ConsideredLimit> Consider(
        Scopes scopes, PathCopy path, OpenRequest request, in LimitRequest asked, Instant now)
    {
        var limits = ImmutableArray.CreateBuilder<ConsideredLimit>();
        foreach (var part in path.Parts)
        {
            var rules = part.Rules(scopes, path.Epoch).For(asked.Class, asked.Lane);
            foreach (var rule in rules.Rates)
                Consider(scopes, part, rule, request, now, limits);
            foreach (var rule in rules.Periods)
            {
                var charge = Outlook.ChargeOf(rule, request, asked, now);
                var passesAt = Outlook.RoomAt(ref part.Block, rule, charge, now);
                var isBypassed = request.IsOverage ? rule.IsPlans : rule.IsOverages;
                limits.Add(new ConsideredLimit(
                    Readings.Of(scopes, part.Place, ref part.Block, rule, now),
                    charge,
                    passesAt == now,
                    passesAt,
                    !isBypassed && (passesAt == now || !rule.Downgrades),
                    rule.Allowances.NamesAt(asked.Product, asked.Traits, now)));
            }
        }

        return limits.DrainToImmutable();
    }

    private static void Consider(
        Scopes scopes,
        PathCopy.Scope part,
        RateRule rule,
        OpenRequest request,
        Instant now,
        ImmutableArray<ConsideredLimit>.Builder limits)
    {
        var own = default(RateHold);
        var hold = rule.HoldOf(in request.Held, ref own);
        var meter = Block.Rates(ref part.Block, rule.Offset);
        var bounds = rule.Kinds.Select(kind => (kind, PassesAt: rule.RoomAt(kind, meter.TankOf(kind), hold, now)))
            .ToList();
        var fits = bounds.TrueForAll(bound => bound.PassesAt == now);
        foreach (var (kind, passesAt) in bounds)
        {
            limits.Add(new ConsideredLimit(
                Readings.Of(scopes, part.Place, meter, rule, kind, now),
                Readings.Units(kind, hold),
                passesAt == now,
                passesAt,
                fits || !rule.Downgrades,
                []));
        }
    }
}
