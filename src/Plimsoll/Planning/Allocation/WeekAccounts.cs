using System.Collections.Immutable;
using Plimsoll.Demand;

namespace Plimsoll.Planning.Allocation;

/// <summary>Adds up what the variables of an allocated week say.</summary>
internal sealed class WeekAccounts
{
    /// <summary>Part of a resource, or of a job, that may be left without counting.</summary>
    private const double Negligible = 1e-6;

    private readonly AllocationCase week;
    private readonly WeekAllocation allocation;
    private readonly WeekProgramme programme;
    private readonly WeekPrices prices;
    private readonly double[] used;
    private readonly double[,,] does;
    private readonly PoolUse[,,] uses;
    private readonly double[] burnt;
    private readonly SiteSources sources;
    private double lowered;

    public WeekAccounts(AllocationCase week, WeekAllocation allocation)
    {
        this.week = week;
        this.allocation = allocation;
        programme = allocation.Programme;
        prices = new WeekPrices(allocation);
        used = new double[programme.Rows.Count];
        does = new double[week.Fleet.Pools.Length, WeekShape.Hours, (int)WeekColumnKind.Burn];
        uses = new PoolUse[
            week.Fleet.Pools.Length, WeekShape.Hours, (2 * week.Classes.Length) + week.Terms.Jobs.Length];
        burnt = new double[week.Fleet.Sites.Length];
        sources = new SiteSources(week);
        for (var j = 0; j < programme.Columns.Count; j++)
            Add(j, programme.Columns[j], allocation.Values[j]);
    }

    public AllocationReport Report()
    {
        var resources = Resources().ToList();
        return new AllocationReport
        {
            Week = week,
            Conflict = [],
            Goals = [.. allocation.Levels.Select(level => new GoalResult(
                level.Goal, level.Rank, level.Asked, level.Optimum, level.Solution.Certificate))],
            Pools = [.. Enumerable.Range(0, week.Fleet.Pools.Length).Select(Pool)],
            Load = [.. Enumerable.Range(0, week.Load.Length).Select(Load)],
            Jobs = [.. Enumerable.Range(0, week.Terms.Jobs.Length).Select(Job)],
            Contracts = [.. Contracts()],
            Sites = [.. Enumerable.Range(0, week.Fleet.Sites.Length).Select(Site)],
            Permits = [.. Permits()],
            Resources = [.. resources.Select(resource => resource.Resource)],
            LoweredClocks = lowered,
            Hours = [.. Enumerable.Range(0, WeekShape.Hours).Select(hour => Hour(hour, resources))],
        };
    }

    private void Add(int index, WeekColumn column, double value)
    {
        foreach (var entry in programme.Model.Column(index))
            used[entry.Row] += entry.Value * value;
        if (column.Kind == WeekColumnKind.Slow)
            lowered += value;
        var kind = column.Kind == WeekColumnKind.Slow ? WeekColumnKind.Serve : column.Kind;
        sources.Add(column, value);
        if (kind == WeekColumnKind.Burn)
            burnt[column.Place] += value;
        if (kind >= WeekColumnKind.Burn)
            return;
        does[column.Place, column.Hour, (int)kind] += value;
        ref var use = ref uses[column.Place, column.Hour, kind switch
        {
            WeekColumnKind.Serve => week.Load[column.Item].Class,
            WeekColumnKind.StandBy => week.Classes.Length + column.Item,
            _ => (2 * week.Classes.Length) + column.Item,
        }];
        use = new PoolUse(
            use.Accelerators + value, use.Megawatts + (value * programme.DrawOf(column).Megawatts));
    }

    private ImmutableArray<PoolUse> Uses(int pool, int hour, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(use => uses[pool, hour, use])];

    private double Used(WeekRowKind kind, int hour, int item, int part = 0) =>
        used[programme.RowOf(kind, hour, item, part)];

    private PoolWeek Pool(int pool)
    {
        var there = week.InService(pool);
        return new PoolWeek(
            pool,
            there,
            Part(WeekColumnKind.Serve),
            Part(WeekColumnKind.StandBy),
            Part(WeekColumnKind.Batch),
            Part(WeekColumnKind.Train),
            [.. Enumerable.Range(0, WeekShape.Hours).Select(hour => new PoolHour(
                Uses(pool, hour, 0, week.Classes.Length),
                Uses(pool, hour, week.Classes.Length, week.Classes.Length),
                Uses(pool, hour, 2 * week.Classes.Length, week.Terms.Jobs.Length)))]);

        double Part(WeekColumnKind kind) => there > 0 ? OfPool(pool, kind) / (there * WeekShape.Hours) : 0;
    }

    private double OfPool(int pool, WeekColumnKind kind) =>
        Enumerable.Range(0, WeekShape.Hours).Sum(hour => does[pool, hour, (int)kind]);

    private double OfHour(int hour, WeekColumnKind kind) =>
        Enumerable.Range(0, week.Fleet.Pools.Length).Sum(pool => does[pool, hour, (int)kind]);

    private LoadWeek Load(int index)
    {
        var part = week.Load[index];
        var output = week.Classes[part.Class].Traffic.Output;
        var missed = Enumerable.Range(0, WeekShape.Hours).Select(Missed).ToArray();
        var shares = missed.Select((requests, hour) => requests > 0 ? requests / part.Requests[hour] : 0).ToArray();
        return new LoadWeek(
            part,
            part.Requests.Sum() * output * 3600,
            missed.Sum() * output * 3600,
            Array.IndexOf(shares, shares.Max()),
            shares.Max(),
            [.. Enumerable.Range(0, WeekShape.Hours).Select(hour =>
                prices.CostOfLoad(hour, index, week.Terms.RankOf(part.Class), output))]);

        double Missed(int hour) => part.Requests[hour] - Used(WeekRowKind.Load, hour, index) is var left
            && left > Negligible * part.Requests[hour] ? left : 0;
    }

    private JobWeek Job(int index)
    {
        var job = week.Terms.Jobs[index];
        var (work, runs) = (programme.WorkOf(job), job.Runs);
        var missed = Enumerable.Range(0, runs)
            .Select(run => work - Used(WeekRowKind.Work, -1, index, run))
            .Select(left => left > Negligible * work ? left : 0)
            .ToArray();
        var obstacle = job is BatchJob batch && programme.FastestHour(batch) <= 0
            ? week.Fleet.Pools.Where(pool => batch.MayRunAt(week.Fleet.Sites[pool.Site].Site.Name))
                .Select(pool => week.Engines.ObstacleOf(pool.Pool.Kind, batch.Model)).FirstOrDefault()
            : null;
        return new JobWeek(job, runs, missed.Count(left => left == 0), work * runs, missed.Sum(), obstacle);
    }

    private IEnumerable<ContractWeek> Contracts()
    {
        for (var k = 0; k < programme.Contracts.Length; k++)
        {
            var contract = programme.Contracts[k];
            if (contract.TakeOrPay is not { } terms)
                continue;
            var there = programme.InService(contract);
            var usedHours = Enumerable.Range(0, week.Fleet.Pools.Length)
                .Where(pool => week.SiteOf(pool).Site.Contract.Name == contract.Name)
                .Sum(pool => Enumerable.Range(1, (int)WeekColumnKind.Train)
                    .Sum(kind => OfPool(pool, (WeekColumnKind)kind)));
            yield return new ContractWeek(
                contract.Name, there, terms.LeastOf(there), usedHours, prices.Cost(WeekRowKind.TakeOrPay, -1, k));
        }
    }

    private SiteWeek Site(int site)
    {
        var drawn = Enumerable.Range(0, WeekShape.Hours).Select(hour => Used(WeekRowKind.Power, hour, site)).ToArray();
        var energy = week.Fleet.Sites[site].Site.Energy;
        return new SiteWeek(
            site,
            drawn.Sum(),
            drawn.Max(),
            burnt[site],
            sources.MoneyOf(site) ?? (energy.Prices.IsEmpty ? null : drawn.Select((mw, h) =>
                mw * energy.Prices[h % energy.Prices.Length].DollarsPerMegawattHour).Sum()),
            sources.CarbonOf(site) ?? (energy.Carbon.IsEmpty ? null : drawn.Select((mw, h) =>
                mw * energy.Carbon[h % energy.Carbon.Length].KilogramsPerMegawattHour).Sum()))
        {
            Drawn = [.. drawn],
            Sources = sources.Of(site),
        };
    }

    private IEnumerable<PermitWeek> Permits()
    {
        for (var p = 0; p < programme.Permits.Length; p++)
        {
            var (site, permit, pollutant, most) = programme.Permits[p];
            yield return new PermitWeek(site, permit.Name, pollutant, Used(WeekRowKind.Permit, -1, p), most,
                prices.Worth(WeekRowKind.Permit, -1, p));
        }
    }

    private IEnumerable<(ResourceWeek Resource, Func<int, double> Amount)> Resources()
    {
        for (var p = 0; p < week.Fleet.Pools.Length; p++)
        {
            yield return Resource(programme.PoolName(p), "accelerator", WeekRowKind.Serving, p);
            if (programme.RowOf(WeekRowKind.Working, 0, p) >= 0)
            {
                yield return Resource(
                    $"{programme.PoolName(p)}, training included", "accelerator", WeekRowKind.Working, p);
            }
        }

        for (var s = 0; s < week.Fleet.Sites.Length; s++)
        {
            yield return Resource($"power at {week.Fleet.Sites[s].Site.Name}", "MW", WeekRowKind.Power, s);
            if (programme.RowOf(WeekRowKind.Grid, 0, s) >= 0)
                yield return Resource($"grid at {week.Fleet.Sites[s].Site.Name}", "MW", WeekRowKind.Grid, s);
            for (var k = 0; k < programme.SourcesOf(s).Length; k++)
            {
                if (programme.RowOf(WeekRowKind.Plant, 0, s, k) is >= 0 and var row)
                    yield return Resource(programme.Model.ConstraintName(row), "MW", WeekRowKind.Plant, s, k);
            }
        }
    }

    private (ResourceWeek Resource, Func<int, double> Amount) Resource(
        string name, string unit, WeekRowKind kind, int item, int part = 0)
    {
        var worths = prices.Worths(kind, item, part);
        var usedUp = Enumerable.Range(0, WeekShape.Hours)
            .Count(hour => Used(kind, hour, item, part) >= (1 - Negligible) * AmountAt(hour));
        var dearest = 0;
        for (var hour = 1; hour < worths.Length; hour++)
            dearest = worths[hour].Outweighs(worths[dearest]) ? hour : dearest;
        return (new ResourceWeek(name, unit, usedUp, dearest, worths), AmountAt);

        double AmountAt(int hour) => programme.Rows[programme.RowOf(kind, hour, item, part)].Amount;
    }

    private HourWeek Hour(int hour, List<(ResourceWeek Resource, Func<int, double> Amount)> resources)
    {
        var (binding, most) = (-1, default(ShadowPrice));
        for (var r = 0; r < resources.Count; r++)
        {
            var (resource, amountAt) = resources[r];
            var whole = resource.Worth[hour] with { Value = resource.Worth[hour].Value * amountAt(hour) };
            if (whole.Value > 0 && whole.Outweighs(most))
                (binding, most) = (r, whole);
        }

        return new HourWeek(
            Tokens(l => week.Load[l].Requests[hour]),
            Tokens(l => Used(WeekRowKind.Load, hour, l)),
            OfHour(hour, WeekColumnKind.Serve),
            OfHour(hour, WeekColumnKind.Batch),
            OfHour(hour, WeekColumnKind.Train),
            Enumerable.Range(0, week.Fleet.Sites.Length).Sum(s => Used(WeekRowKind.Power, hour, s)),
            binding);

        double Tokens(Func<int, double> requests) => Enumerable.Range(0, week.Load.Length)
            .Sum(l => requests(l) * week.Classes[week.Load[l].Class].Traffic.Output);
    }
}
