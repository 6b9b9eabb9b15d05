using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning.Linear;
using Plimsoll.Supply;

namespace Plimsoll.Planning.Allocation;

/// <summary>
/// A week as one linear programme: accelerators by hour, pool and what they do, within what is there. What is asked for
/// is an upper bound of what is served, so that the start, where nothing runs, keeps nearly all constraints; goals then
/// fill it up.
/// </summary>
internal sealed partial class WeekProgramme
{
    private const double WattsPerMegawatt = 1e6;
    private const int HoursPerDay = 24;

    /// <summary>
    /// No lower bound. Zero would never bind on its own, as no variable is below it, and so take prices for nothing.
    /// </summary>
    private const double None = double.NegativeInfinity;

    private readonly AllocationCase week;
    private readonly List<WeekRow> rows = [];
    private readonly List<WeekColumn> columns = [];
    private readonly Dictionary<(WeekRowKind Kind, int Hour, int Item, int Part), int> rowOf = [];
    private readonly int[] contractOf;

    public WeekProgramme(AllocationCase week)
    {
        this.week = week;
        Contracts = [.. week.Fleet.Sites.Select(site => site.Site.Contract).DistinctBy(contract => contract.Name)
            .OrderBy(contract => contract.Name, StringComparer.Ordinal)];
        contractOf = [.. week.Fleet.Sites.Select(site =>
            Contracts.IndexOf(Contracts.First(contract => contract.Name == site.Site.Contract.Name)))];
        Permits = WeekPermit.Of(week);
        AddWeek();
        for (var hour = 0; hour < WeekShape.Hours; hour++)
        {
            AddRows(hour);
            AddColumns(hour);
        }
    }

    public LinearModel Model { get; } = new();

    public ImmutableArray<Contract> Contracts { get; }

    public ImmutableArray<WeekPermit> Permits { get; }

    public IReadOnlyList<WeekRow> Rows => rows;

    public IReadOnlyList<WeekColumn> Columns => columns;

    /// <summary>Number of a constraint; negative: there is none.</summary>
    public int RowOf(WeekRowKind kind, int hour, int item, int part = 0) =>
        rowOf.GetValueOrDefault((kind, hour, item, part), -1);

    /// <summary>Output tokens of an hour of the accelerator that does a batch fastest; 0: none can.</summary>
    public double FastestHour(BatchJob job) => Enumerable.Range(0, week.Fleet.Pools.Length)
        .Max(pool => week.PointOf(job, pool)?.OutputTokensPerSecond * 3600) ?? 0;

    /// <summary>Work of a job, or of one run of a batch, in hours of the accelerator that does it fastest.</summary>
    public double WorkOf(ElasticJob job) => job switch
    {
        // Where nothing can run a batch it is an hour's work, so that it shows as missed.
        BatchJob batch => FastestHour(batch) is > 0 and var fastest ? batch.Output / fastest : 1,
        TrainingJob training => training.AcceleratorHours,
        _ => throw new InvalidOperationException($"Unknown job {job}."),
    };

    public double InService(Contract contract) => WeekShape.Hours * Enumerable.Range(0, week.Fleet.Pools.Length)
        .Where(pool => week.SiteOf(pool).Site.Contract.Name == contract.Name).Sum(week.InService);

    private void AddWeek()
    {
        for (var j = 0; j < week.Terms.Jobs.Length; j++)
        {
            var job = week.Terms.Jobs[j];
            var work = WorkOf(job);
            for (var run = 0; run < job.Runs; run++)
                AddRow(WeekRowKind.Work, -1, j, run, work, None, work, $"work of {job.Name}, run {run + 1}");
        }

        for (var k = 0; k < Contracts.Length; k++)
        {
            if (Contracts[k].TakeOrPay is not { } terms)
                continue;
            var least = terms.LeastOf(InService(Contracts[k]));
            var row = AddRow(WeekRowKind.TakeOrPay, -1, k, 0, least, least, double.PositiveInfinity,
                $"take-or-pay of {Contracts[k].Name}");
            var shortfall = AddColumn(new WeekColumn(WeekColumnKind.Shortfall, -1, k, 0, 0));
            Model.SetCoefficient(row, shortfall, 1);
        }

        for (var p = 0; p < Permits.Length; p++)
        {
            var (site, permit, pollutant, most) = Permits[p];
            AddRow(WeekRowKind.Permit, -1, p, 0, most, None, most,
                WeekPermit.NameOf(permit.Name, pollutant, week.Fleet.Sites[site].Site.Name));
        }

        AddPowerOfWeek();
    }

    private void AddRows(int hour)
    {
        for (var l = 0; l < week.Load.Length; l++)
        {
            var asked = week.Load[l].Requests[hour];
            AddRow(WeekRowKind.Load, hour, l, 0, asked, None, asked, $"load of {Label(week.Load[l])}");
        }

        for (var p = 0; p < week.Fleet.Pools.Length; p++)
        {
            var (pool, name) = (week.Fleet.Pools[p], PoolName(p));
            AddRow(WeekRowKind.Serving, hour, p, 0, pool.Accelerators, None, pool.Accelerators, name);
            if (week.InService(p) is var working && working > pool.Accelerators)
                AddRow(WeekRowKind.Working, hour, p, 0, working, None, working, $"{name}, training included");
        }

        for (var s = 0; s < week.Fleet.Sites.Length; s++)
            AddPowerRows(hour, s);

        for (var r = 0; r < week.Terms.Replicas.Length; r++)
        {
            var least = week.Terms.Replicas[r].Replicas;
            AddRow(WeekRowKind.Replicas, hour, r, 0, least, least, double.PositiveInfinity,
                $"replicas {week.Terms.Replicas[r].Name}");
        }

        for (var j = 0; j < week.Terms.Jobs.Length; j++)
        {
            if (week.Terms.Jobs[j] is not TrainingJob job || (job.Gang <= 0 && double.IsInfinity(job.Most)))
                continue;
            var least = job.Gang > 0 && !week.MayGiveUp(job, hour) ? job.Gang : None;
            AddRow(WeekRowKind.Gang, hour, j, 0, job.Gang, least, job.Most, $"accelerators of {job.Name}");
        }
    }

    private int AddRow(
        WeekRowKind kind, int hour, int item, int part, double amount, double least, double most, string name)
    {
        var row = Model.AddConstraint(name, least, most);
        rowOf.Add((kind, hour, item, part), row);
        rows.Add(new WeekRow(kind, hour, item, part, amount));
        return row;
    }

    private int AddColumn(WeekColumn column, double most = double.PositiveInfinity, double least = 0)
    {
        columns.Add(column);
        return Model.AddVariable($"{column.Kind}", least, most);
    }

    /// <summary>A part of the load as messages call it.</summary>
    public string Label(LoadPart part) => part.Rules.IsEmpty
        ? week.Classes[part.Class].Name : $"{week.Classes[part.Class].Name}, {string.Join(" and ", part.Rules)}";

    public string PoolName(int pool) =>
        $"{week.Fleet.Pools[pool].Pool.Name} at {week.SiteOf(pool).Site.Name}";
}
