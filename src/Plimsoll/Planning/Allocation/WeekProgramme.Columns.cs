using Plimsoll.Supply;

namespace Plimsoll.Planning.Allocation;

/// <content>What may be done in an hour, and what each goal makes of it.</content>
internal sealed partial class WeekProgramme
{
    /// <summary>Costs of a goal by variable.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="rank">Of what is not served or done: rank of the classes, or jobs, that are meant.</param>
    public double[] CostsOf(AllocationGoal goal, int rank) =>
        [.. columns.Select(column => CostOf(column, goal, rank))];

    /// <summary>Megawatts that a unit of a variable draws, and where; a negative site: none.</summary>
    public (int Site, double Megawatts) DrawOf(WeekColumn column) => column.Kind switch
    {
        WeekColumnKind.Burn => (column.Place, 1),
        WeekColumnKind.Shortfall or >= WeekColumnKind.Source => (-1, 0),
        _ => (week.Fleet.Pools[column.Place].Site, week.Megawatts(column.Place, WattsOf(column))),
    };

    /// <summary>Requests per second that one accelerator of a variable serves.</summary>
    public double YieldOf(WeekColumn column) =>
        week.Fleet.PointOf(column.Place, week.Load[column.Item].Class)!.RequestsPerSecond
        * (column.Kind == WeekColumnKind.Slow ? ClocksOf(column)!.Value.Speed : 1);

    private ClockCap? ClocksOf(WeekColumn column) => week.ClocksAt(week.Fleet.Pools[column.Place].Site, column.Hour);

    /// <summary>Hours' work that one accelerator of a variable does in an hour for its job.</summary>
    public double WorkOf(WeekColumn column) => week.Terms.Jobs[column.Item] is BatchJob job
        ? week.PointOf(job, column.Place)!.OutputTokensPerSecond * 3600 / FastestHour(job) : 1;

    private double CostOf(WeekColumn column, AllocationGoal goal, int rank)
    {
        switch (goal)
        {
            case AllocationGoal.UnservedInteractive:
                return column.Kind is WeekColumnKind.Serve or WeekColumnKind.Slow
                    && week.Load[column.Item].Class is var c && week.Terms.RankOf(c) == rank
                    ? -YieldOf(column) * week.Classes[c].Traffic.Output * 3600 : 0;
            case AllocationGoal.UnservedElastic:
                return column.Kind is WeekColumnKind.Batch or WeekColumnKind.Train
                    && week.TurnOf(week.Terms.Jobs[column.Item]) == rank ? -WorkOf(column) : 0;
            case AllocationGoal.LoweredClocks:
                return column.Kind == WeekColumnKind.Slow ? 1 : 0;
            case AllocationGoal.TakeOrPayShortfall:
                return column.Kind == WeekColumnKind.Shortfall ? 1 : 0;
            case AllocationGoal.Money:
                return MoneyOf(column);
            case AllocationGoal.Carbon:
                return CarbonOf(column);
            default:
                throw new InvalidOperationException($"Unknown goal {goal}.");
        }
    }

    private double MoneyOf(WeekColumn column)
    {
        if (column.Kind == WeekColumnKind.Shortfall)
            return Contracts[column.Place].PricePerAcceleratorHour?.Dollars ?? 0;
        if (column.Kind >= WeekColumnKind.Source)
            return merit.GetValueOrDefault(column);
        var (place, drawn) = DrawOf(column);
        var site = week.Fleet.Sites[place].Site;
        var energy = site.Energy.Prices.IsEmpty || !site.Sources.IsEmpty
            ? 0 : drawn * site.Energy.Prices[column.Hour % HoursPerDay].DollarsPerMegawattHour;
        return energy + (column.Kind == WeekColumnKind.Burn
            ? 0 : site.Contract.PricePerAcceleratorHour?.Dollars ?? 0);
    }

    private double WattsOf(WeekColumn column)
    {
        var power = week.Fleet.Pools[column.Place].Pool.Kind.Power;
        return column.Kind switch
        {
            WeekColumnKind.Serve =>
                week.Fleet.PointOf(column.Place, week.Load[column.Item].Class)!.PowerPerAccelerator.Value,
            WeekColumnKind.Slow => ClocksOf(column)!.Value.Power
                * week.Fleet.PointOf(column.Place, week.Load[column.Item].Class)!.PowerPerAccelerator.Value,
            WeekColumnKind.Batch =>
                week.PointOf((BatchJob)week.Terms.Jobs[column.Item], column.Place)!.PowerPerAccelerator.Value,
            WeekColumnKind.StandBy => power.Base.Value,
            _ => power.Tdp.Value,
        };
    }

    private void AddColumns(int hour)
    {
        for (var p = 0; p < week.Fleet.Pools.Length; p++)
        {
            if (week.InService(p) <= 0)
                continue;
            AddServing(hour, p);
            for (var j = 0; j < week.Terms.Jobs.Length; j++)
                AddJob(hour, p, j);
        }

        for (var s = 0; s < week.Fleet.Sites.Length; s++)
        {
            if (!SourcesOf(s).IsEmpty)
                AddSources(hour, s);
            if (week.Fleet.Sites[s].Site.Energy.LeastDraw.Value <= 0)
                continue;
            var column = new WeekColumn(WeekColumnKind.Burn, hour, s, 0, 0);
            SetDraw(AddColumn(column), column);
        }
    }

    private void AddServing(int hour, int pool)
    {
        var site = week.SiteOf(pool).Site.Name;
        for (var l = 0; l < week.Load.Length; l++)
        {
            var part = week.Load[l];
            if (!part.MayRunAt(site) || week.Fleet.PointOf(pool, part.Class) is not { } point)
                continue;
            Add(new WeekColumn(WeekColumnKind.Serve, hour, pool, l, 0));
            if (week.ClocksAt(week.Fleet.Pools[pool].Site, hour) is not null)
                Add(new WeekColumn(WeekColumnKind.Slow, hour, pool, l, 0));

            void Add(WeekColumn use)
            {
                var column = AddUse(use);
                Model.SetCoefficient(RowOf(WeekRowKind.Load, hour, l), column, YieldOf(use));
                SetReplicas(hour, pool, part.Class, column, point.Width);
            }
        }

        for (var c = 0; c < week.Classes.Length; c++)
        {
            if (week.Terms.Replicas.Any(rule => Counts(rule, c, site)) && week.Fleet.PointOf(pool, c) is { } point)
            {
                var column = AddUse(new WeekColumn(WeekColumnKind.StandBy, hour, pool, c, 0));
                SetReplicas(hour, pool, c, column, point.Width);
            }
        }
    }

    private void SetReplicas(int hour, int pool, int modelClass, int column, int width)
    {
        for (var r = 0; r < week.Terms.Replicas.Length; r++)
        {
            if (Counts(week.Terms.Replicas[r], modelClass, week.SiteOf(pool).Site.Name))
                Model.SetCoefficient(RowOf(WeekRowKind.Replicas, hour, r), column, 1.0 / width);
        }
    }

    private static bool Counts(MinimumReplicas rule, int modelClass, string site) =>
        rule.Class == modelClass && (rule.Sites is not { } sites || sites.Contains(site));

    private void AddJob(int hour, int pool, int index)
    {
        switch (week.Terms.Jobs[index])
        {
            case BatchJob batch when week.PointOf(batch, pool) is not null:
                for (var run = 0; run < batch.Runs; run++)
                {
                    if (!batch.WorksIn(run, hour))
                        continue;
                    var work = new WeekColumn(WeekColumnKind.Batch, hour, pool, index, run);
                    Model.SetCoefficient(RowOf(WeekRowKind.Work, -1, index, run), AddUse(work), WorkOf(work));
                }

                break;
            case TrainingJob training when week.MayTrain(training, pool):
                var column = AddUse(new WeekColumn(WeekColumnKind.Train, hour, pool, index, 0));
                Model.SetCoefficient(RowOf(WeekRowKind.Work, -1, index), column, 1);
                if (RowOf(WeekRowKind.Gang, hour, index) is >= 0 and var gang)
                    Model.SetCoefficient(gang, column, 1);
                break;
        }
    }

    /// <summary>Adds accelerators that do something, with all that they take.</summary>
    private int AddUse(WeekColumn use)
    {
        var column = AddColumn(use);
        var (hour, pool) = (use.Hour, use.Place);
        var working = RowOf(WeekRowKind.Working, hour, pool);
        if (working >= 0)
            Model.SetCoefficient(working, column, 1);
        if (working < 0 || use.Kind != WeekColumnKind.Train)
            Model.SetCoefficient(RowOf(WeekRowKind.Serving, hour, pool), column, 1);
        if (RowOf(WeekRowKind.TakeOrPay, -1, contractOf[week.Fleet.Pools[pool].Site]) is >= 0 and var least)
            Model.SetCoefficient(least, column, 1);
        SetDraw(column, use);
        return column;
    }

    private void SetDraw(int column, WeekColumn use)
    {
        var (site, drawn) = DrawOf(use);
        Model.SetCoefficient(RowOf(WeekRowKind.Power, use.Hour, site), column, drawn);
        if (RowOf(WeekRowKind.Supply, use.Hour, site) is >= 0 and var supply)
            Model.SetCoefficient(supply, column, drawn);
        else
            SetRebound(column, use.Hour, site, drawn);
    }
}
