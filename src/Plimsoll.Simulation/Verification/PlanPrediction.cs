using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Accounts;

namespace Plimsoll.Simulation.Verification;

/// <summary>
/// What the plan says of the measured time of a simulation: its closed form for the same users, limits and fleet.
/// </summary>
public sealed record PlanPrediction
{
    /// <summary>Requests per second that limits let through, by class; of the whole service.</summary>
    public required ImmutableArray<double> Requests { get; init; }

    /// <summary>
    /// The same of all classes together, by group: populations, then organizations.
    /// </summary>
    public required ImmutableArray<double> Groups { get; init; }

    /// <summary>Credits per second that users of plans use.</summary>
    public required double Credits { get; init; }

    /// <summary>How the fleet is divided between classes at the tightest hour of the week.</summary>
    public required ImmutableArray<ClassDivision> Division { get; init; }

    /// <summary>
    /// Requests per second of one accelerator at the operating point, by pool as simulated fleets name them.
    /// </summary>
    public required FrozenDictionary<string, double> PerAccelerator { get; init; }

    /// <summary>Share of users who meet their session limit at least once in the week.</summary>
    public required double SessionLimited { get; init; }

    /// <summary>Share of users who meet their weekly limit in the week.</summary>
    public required double WeekLimited { get; init; }

    /// <summary>Power of the accelerators that serve the requests, each at its operating point.</summary>
    public Watts Power => new(Requests.Zip(Division, (rate, part) => rate * part.JoulesPerRequest).Sum());

    /// <summary>The prediction for a simulation; its length is in whole hours and it begins with an hour.</summary>
    public static PlanPrediction Of(ServiceSimulation simulation)
    {
        var (model, start) = (simulation.Model, simulation.Start);
        var growth = model.Growth.At(start);
        var groups = LoadsOf(model, start);
        var requests = new double[model.Classes.Length];
        var ofGroups = new double[groups.Length];
        var credits = 0.0;
        var measured = start + simulation.WarmUp;
        var whole = (simulation.Until - measured).Seconds;
        for (var at = start; at < simulation.Until; at += Duration.FromHours(1))
        {
            var policy = model.Timeline.At(at);
            var from = at < measured ? measured : at;
            var part = growth * Math.Max(0, (at + Duration.FromHours(1) - from).Seconds) / whole;
            var hour = (int)((at - WeekShape.MondayOf(start)).Nanoseconds / Duration.FromHours(1).Nanoseconds);
            for (var g = 0; g < groups.Length; g++)
            {
                var load = groups[g].Under(policy).AsSpan(hour * requests.Length, requests.Length);
                var all = 0.0;
                for (var c = 0; c < requests.Length; c++)
                {
                    requests[c] += part * load[c];
                    all += part * load[c];
                }

                ofGroups[g] += all;
                if (g < model.Populations.Length)
                    credits += all * WeekLoad.CreditsPerRequest(model.Populations[g], policy, model.Classes);
            }
        }

        var fleet = Fleet.At(model, start, new EngineTable(), []);
        var users = model.Populations.Sum(p => p.Users);
        var usages = model.Populations
            .Select((p, g) => (p.Users, Usage: groups[g].UsageOf(p, model.Timeline.At(start)))).ToList();
        return new PlanPrediction
        {
            Requests = [.. requests],
            Groups = [.. ofGroups],
            Credits = credits,
            Division = Divided(model, fleet, start, growth),
            PerAccelerator = PerAcceleratorOf(model, fleet),
            SessionLimited = usages.Sum(u => u.Users * u.Usage.SessionLimitedShare) / Math.Max(1, users),
            WeekLimited = usages.Sum(u => u.Users * u.Usage.WeekLimitedShare) / Math.Max(1, users),
        };
    }

    /// <summary>The load of each group by itself, in the order of <see cref="ServiceSimulation.Groups"/>.</summary>
    private static WeekLoad[] LoadsOf(ServiceModel model, Instant at) =>
    [
        .. model.Populations.Select(p => new WeekLoad(model.Classes, [p], [], at)),
        .. model.Organizations.Select(o => new WeekLoad(model.Classes, [], [o], at)),
    ];

    private static FrozenDictionary<string, double> PerAcceleratorOf(ServiceModel model, Fleet fleet) =>
        Enumerable.Range(0, fleet.Pools.Length)
            .SelectMany(p => Enumerable.Range(0, model.Classes.Length).Select(c => (Pool: p, Class: c)))
            .ToFrozenDictionary(
                at => FleetDivision.NameOf(
                    fleet.Sites[fleet.Pools[at.Pool].Site].Site, fleet.Pools[at.Pool].Pool, model.Classes[at.Class]),
                at => fleet.PointOf(at.Pool, at.Class)?.RequestsPerSecond ?? 0);

    private static ImmutableArray<ClassDivision> Divided(
        ServiceModel model, Fleet fleet, Instant at, double growth)
    {
        var load = new WeekLoad(model.Classes, model.Populations, model.Organizations, at)
            .Under(model.Timeline.At(at));
        var adequacy = new Adequacy(fleet, Criterion.Normal);
        var allocation = adequacy.Allocation(load, adequacy.Of(load, growth).Hour);
        var classes = model.Classes.Length;
        return [.. Enumerable.Range(0, classes).Select(c =>
        {
            var (accelerators, requests, watts, first, each) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for (var p = 0; p < fleet.Pools.Length; p++)
            {
                if (fleet.PointOf(p, c) is not { } point)
                    continue;
                var here = allocation[(p * classes) + c];
                var rate = here * point.RequestsPerSecond;
                accelerators += here;
                requests += rate;
                watts += here * point.PowerPerAccelerator.Value;
                first += rate * point.Ttft.Seconds;
                each += rate * point.Tpot.Seconds;
            }

            return requests <= 0 ? default
                : new ClassDivision(accelerators, requests, watts / requests, first / requests, each / requests);
        })];
    }
}

/// <summary>The part of a fleet that serves a class, as planned. <c>default</c> serves nothing.</summary>
/// <param name="Accelerators">Accelerators.</param>
/// <param name="Requests">Requests per second that they serve at most.</param>
/// <param name="JoulesPerRequest">Energy of accelerators for a request at the operating point.</param>
/// <param name="Ttft">Seconds to first token at the operating point, which only a full fleet reaches.</param>
/// <param name="Tpot">Seconds per output token there.</param>
public readonly record struct ClassDivision(
    double Accelerators, double Requests, double JoulesPerRequest, double Ttft, double Tpot);
