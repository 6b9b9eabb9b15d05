using Plimsoll.Evidence;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Backtest;

/// <summary>Looks at the region of a service from all sides.</summary>
internal sealed class RegionStudy(ServiceModel model, DecisionRegion region)
{
    private const int RowsPerUnit = 40;
    private const double MostAdded = 1.5;

    /// <summary>How far the fleets shown reach beyond those that matter.</summary>
    private const double Margin = 0.2;

    public RegionReport Report(
        IReadOnlyList<InputRecord> inputs, Func<IReadOnlyDictionary<string, double>, ServiceModel> build, int draws)
    {
        RegionCondition[] conditions =
        [
            Under("Normal", Criterion.Normal),
            Under("Peak", model.Criterion.WithoutOutage),
            Under("Storm", model.Criterion),
        ];
        var bounds = conditions[^1].Bounds;
        var disputed = inputs.Where(i => i.HasRange).ToArray();
        var least = region.LeastAdded(bounds.High, model.Criterion);
        var pace = model.Growth.At(model.Compare.After + Duration.FromDays(1)) / model.Growth.At(model.Compare.After);
        return new RegionReport
        {
            Model = model,
            Reduction = region.Reduction,
            NewSites = region.NewSites,
            Conditions = [.. conditions],
            LeastFleet = Math.Floor(10 * (1 - Margin) * Math.Min(1, bounds.Sufficed)) / 10,
            MostFleet = Math.Ceiling(10 * (1 + Margin) * Math.Max(1, Finite(bounds.Needed))) / 10,
            Rows = [.. Enumerable.Range(0, (int)(MostAdded * RowsPerUnit) + 1)
                .Select(row => Row(region, (double)row / RowsPerUnit, bounds, model.Criterion))],
            LeastAddedOnTheDay = Math.Max(least.OnTheDay, least.Ramped),
            LeastAddedRamped = least.Ramped,
            DaysBought = pace > 1
                ? Math.Log(bounds.Needed / bounds.Sufficed) / Math.Log(pace) : double.PositiveInfinity,
            Disputed = disputed.Length,
            Draws = [.. Enumerable.Range(1, draws).Select(draw => Draw(disputed, draw, build)).OfType<RegionRow>()],
        };
    }

    private RegionCondition Under(string name, Criterion criterion)
    {
        var bounds = region.Bounds(criterion);
        return new RegionCondition(name, bounds, Row(region, 1, bounds, criterion));
    }

    private static RegionRow Row(DecisionRegion region, double added, FleetBounds bounds, Criterion criterion) =>
        RegionRow.Of(added, bounds, region.Borne(added, bounds, criterion));

    private static RegionRow? Draw(
        InputRecord[] disputed, int draw, Func<IReadOnlyDictionary<string, double>, ServiceModel> build)
    {
        var varied = build(EvenDraws.Of(disputed, draw));
        if (DecisionRegion.Of(varied, out _) is not { } own)
            return null;
        return Row(own, 1, own.Bounds(varied.Criterion), varied.Criterion);
    }

    private static double Finite(double bound) => double.IsFinite(bound) ? bound : 1;
}
