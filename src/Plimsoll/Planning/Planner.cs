using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Planning;

/// <summary>
/// Turns a service into a plan: what each fleet bears, how far each limit could be raised, and what stops it. A pure
/// function of the model. Not thread-safe: it remembers loads and operating points of one model.
/// </summary>
public sealed class Planner
{
    private readonly ServiceModel model;
    private readonly EngineTable engines = new();
    private readonly WeekLoad load;
    private readonly Policy before;
    private readonly Policy after;
    private readonly ImmutableArray<string> newSites;

    /// <summary>Prepares a plan.</summary>
    public Planner(ServiceModel model)
    {
        this.model = model;
        before = model.Timeline.At(model.Compare.Before);
        after = model.Timeline.At(model.Compare.After);
        load = new WeekLoad(model.Classes, model.Populations, model.Organizations, model.Compare.After);
        newSites = model.NewSites();
    }

    /// <summary>
    /// Served over required at the end of the ramp under the policy after: the one number whose sensitivity to each
    /// input is reported.
    /// </summary>
    public double RampedMargin()
    {
        var ramped = new Adequacy(FleetOf(OutlookKind.Ramped), model.Criterion);
        return ramped.Of(load.Under(after), model.Growth.At(model.Compare.Ramped)).Multiple;
    }

    /// <summary>What the policy after comes to at the end of the ramp under every condition.</summary>
    public RampedFigures Ramped()
    {
        var cases = new ConditionCases(model, engines);
        var dials = Dials();
        var notice = LongestNotice(dials);
        var demand = load.Under(after);
        return new RampedFigures(
            [.. Enum.GetValues<Condition>().Select(condition => cases.Of(condition, notice).Of(demand).Multiple)],
            dials.ToFrozenDictionary(
                dial => dial.Key, dial => LinesUnder(dial, cases).Select(line => line.Multiple).ToImmutableArray()));
    }

    /// <summary>Computes the plan.</summary>
    public PlanReport Plan()
    {
        var kinds = newSites.IsEmpty
            ? new[] { OutlookKind.Before, OutlookKind.After, OutlookKind.Ramped }
            : [OutlookKind.Before, OutlookKind.Without, OutlookKind.After, OutlookKind.Ramped];
        var cases = new ConditionCases(model, engines);
        var dials = Dials();
        var notice = LongestNotice(dials);
        return new PlanReport
        {
            Model = model,
            NewSites = newSites,
            Outlooks = [.. kinds.Select(Outlook)],
            Conditions = [.. Enum.GetValues<Condition>().Select(condition => Outlook(condition, notice, cases))],
            Splits = [.. new[] { model.Compare.After, model.Compare.Ramped }.Distinct()
                .Select(day => MarginSplit.Of(model, engines, load, day))],
            Contracts = ContractOutlook.Of(cases, load.Under(after)),
            LongestNotice = ContractOutlook.LongestNotice(cases, load.Under(after)),
            Order = OrderWith(cases),
            Changes = LinesOf(dials, cases),
            Bundles = LinesOf(PolicyDifference.Bundles(after, model.Classes), cases),
            Pools = Yields(FleetOf(OutlookKind.Ramped)),
            OutputLoad = OutputLoad(),
            Monday = load.Monday,
            Observations = [.. model.Observations.Select(o => new ObservationCheck(o, Modelled(o)))],
        };
    }

    private ImmutableArray<Dial> Dials() => PolicyDifference.Between(before, after, model.Changes, model.Classes);

    private ImmutableArray<DialOutlook> LinesOf(ImmutableArray<Dial> dials, ConditionCases cases)
    {
        var without = newSites.IsEmpty ? null : new Adequacy(FleetOf(OutlookKind.Without), model.Criterion);
        var onTheDay = new Adequacy(FleetOf(OutlookKind.After), model.Criterion);
        var (growthAfter, growthRamped) = (model.Growth.At(model.Compare.After), model.Growth.At(model.Compare.Ramped));
        return [.. dials.Select(dial => new DialOutlook(
            dial,
            without is null ? null : LoadLine.Of(dial, without, load.Under, growthRamped),
            LoadLine.Of(dial, onTheDay, load.Under, growthAfter),
            LinesUnder(dial, cases),
            model.Conditions.NoticeOf(dial.Promise)))];
    }

    private ImmutableArray<LoadLine> LinesUnder(Dial dial, ConditionCases cases)
    {
        // Notice is Storm where nothing can be withdrawn: one line, found once.
        var known = new Dictionary<Adequacy, LoadLine>();
        return [.. Enum.GetValues<Condition>().Select(condition =>
        {
            var held = CaseOf(condition, dial, cases);
            if (!known.TryGetValue(held.Adequacy, out var line))
                known.Add(held.Adequacy, line = LineOf(dial, held));
            return line;
        })];
    }

    private ConditionCase CaseOf(Condition condition, Dial dial, ConditionCases cases) =>
        cases.Of(condition, model.Conditions.NoticeOf(dial.Promise));

    private LoadLine LineOf(Dial dial, ConditionCase held) =>
        LoadLine.Of(dial, held.Adequacy, load.Under, held.Growth);

    /// <summary>The longest notice of any change, which that of the policy as a whole has to be.</summary>
    private Duration LongestNotice(ImmutableArray<Dial> dials) =>
        dials.Select(dial => model.Conditions.NoticeOf(dial.Promise)).DefaultIfEmpty(model.Conditions.Notice).Max();

    private ConditionOutlook Outlook(Condition condition, Duration notice, ConditionCases cases)
    {
        var held = cases.Of(condition, notice);
        var margin = held.Of(load.Under(after));
        return new ConditionOutlook(
            condition,
            held.At,
            held.Fleet.Pools.Sum(p => p.Accelerators),
            new Watts(held.Fleet.Sites.Sum(s => s.Power.Value)),
            margin.Multiple,
            held.Explain(margin),
            condition == Condition.Notice ? [.. cases.Withdrawable(notice).Select(c => c.Name)] : []);
    }

    private ImmutableArray<OrderOutlook> OrderWith(ConditionCases cases) => model.Priorities.IsEmpty ? []
        : new OperatorOrder([.. model.Priorities.Select(p => PriorityStep.Of(p, model, before))], before, load, cases)
            .Outlooks();

    private FleetOutlook Outlook(OutlookKind kind)
    {
        var fleet = FleetOf(kind);
        var at = InstantOf(kind);
        var growth = model.Growth.At(at);
        var demand = load.Under(kind == OutlookKind.Before ? before : after);
        var adequacy = new Adequacy(fleet, model.Criterion);
        var firm = adequacy.Of(demand, growth);
        var normal = new Adequacy(fleet, Criterion.Normal).Of(demand, growth);
        return new FleetOutlook(
            kind,
            at,
            fleet.Pools.Sum(p => p.Accelerators),
            new Watts(fleet.Sites.Sum(s => s.Power.Value)),
            normal.Multiple,
            firm.Multiple,
            double.IsPositiveInfinity(firm.Multiple) ? null : adequacy.Explain(firm));
    }

    private Fleet FleetOf(OutlookKind kind) => Fleet.At(
        model, InstantOf(kind), engines, except: kind == OutlookKind.Without ? newSites : []);

    private Instant InstantOf(OutlookKind kind) => kind switch
    {
        OutlookKind.Before => model.Compare.Before,
        OutlookKind.After => model.Compare.After,
        _ => model.Compare.Ramped,
    };

    private ImmutableArray<PoolYield> Yields(Fleet fleet)
    {
        var yields = ImmutableArray.CreateBuilder<PoolYield>();
        for (var p = 0; p < fleet.Pools.Length; p++)
        {
            var pool = fleet.Pools[p];
            yields.Add(new PoolYield(
                fleet.Sites[pool.Site].Site.Name,
                pool.Pool.Name,
                pool.Pool.Kind.Name,
                pool.Accelerators,
                [.. Enumerable.Range(0, model.Classes.Length).Select(c => YieldOf(fleet, p, c))]));
        }

        return yields.ToImmutable();
    }

    private ClassYield YieldOf(Fleet fleet, int pool, int modelClass)
    {
        var terms = model.Classes[modelClass];
        var there = fleet.Pools[pool];
        if (fleet.PointOf(pool, modelClass) is not { } point)
            return new ClassYield(terms.Name, 0, 0, null, engines.ObstacleOf(there.Pool.Kind, terms)?.ToString());
        var powered = fleet.PoweredAccelerators(pool, modelClass);
        var share = there.Accelerators <= 0 ? 0 : powered / there.Accelerators;
        return new ClassYield(terms.Name, powered * point.OutputTokensPerSecond, share, point, null);
    }

    private ImmutableArray<double> OutputLoad()
    {
        var growth = model.Growth.At(model.Compare.Ramped);
        var requests = load.Under(after);
        return [.. requests.Select((r, i) => r * growth * model.Classes[i % model.Classes.Length].Traffic.Output)];
    }

    private double Modelled(Observation observation)
    {
        var week = new WeekLoad(model.Classes, model.Populations, model.Organizations, observation.At);
        var policy = model.Timeline.At(observation.At);
        var earlier = model.Timeline.At(observation.At - Duration.FromDays(1));
        var users = observation.Populations.Sum(p => p.Users);
        if (users <= 0)
            return 0;

        return observation.Populations.Sum(p => p.Users * (observation.Kind switch
        {
            ObservationKind.NewlySessionLimited =>
                week.UsageOf(p, policy).SessionLimitedShare - week.UsageOf(p, earlier).SessionLimitedShare,
            ObservationKind.WeekLimited => week.UsageOf(p, policy).WeekLimitedShare,
            ObservationKind.ActivePerWeek => p.SessionsPerWeek * p.ActiveHoursPerSession,
            var other => throw new InvalidOperationException($"Unknown observation {other}."),
        })) / users;
    }
}
