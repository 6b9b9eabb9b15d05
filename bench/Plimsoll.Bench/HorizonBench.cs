using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Planning.Horizon;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;

namespace Plimsoll.Bench;

/// <summary>
/// What a plan of twelve months under five conditions costs after start-up, beside its goal of 1 s, and what looking
/// at every hour of every week with a new solver would: the same margins, found the naive way.
/// </summary>
internal static class HorizonBench
{
    private const int Months = 12;

    public static void Run(ScenarioDocument document)
    {
        var model = ServiceModelCompiler.Compile(document.Spec);
        var comparison = new Comparison("12 months, 5 conditions, with load lines of limits", _ => Plan(model), 1);
        comparison.Add("the 60 margins alone, hours that others dominate skipped", _ => Margins(model, Skipping));
        comparison.Add("the 60 margins, all 168 hours, a new solver each", _ => Margins(model, Naively));
        comparison.Print();
    }

    private static void Plan(ServiceModel model) => new HorizonPlanner(model).Plan(model.Compare.Before, Months);

    private static void Margins(ServiceModel model, Func<Fleet, Criterion, double[], double, double> margin)
    {
        var engines = new EngineTable();
        var criteria = new[]
        {
            Criterion.Normal, model.Criterion with { FeedsLost = 0 }, model.Criterion, model.Criterion, model.Criterion,
        };
        for (var month = 0; month < Months; month++)
        {
            var at = WeekShape.MondayOf(model.Compare.Before + Duration.FromDays((month + 1) * 30));
            var load = new WeekLoad(model.Classes, model.Populations, model.Organizations, at)
                .Under(model.Timeline.At(at));
            var fleet = Fleet.At(model, at, engines, []);
            foreach (var criterion in criteria)
                margin(fleet, criterion, load, model.Growth.At(at));
        }
    }

    private static double Skipping(Fleet fleet, Criterion criterion, double[] load, double growth) =>
        new Adequacy(fleet, criterion).Of(load, growth).Multiple;

    private static double Naively(Fleet fleet, Criterion criterion, double[] load, double growth) =>
        Enumerable.Range(0, WeekShape.Hours).Min(hour =>
        {
            var alone = new double[load.Length];
            load.AsSpan(hour * fleet.Classes, fleet.Classes).CopyTo(alone.AsSpan(hour * fleet.Classes));
            return new Adequacy(fleet, criterion).Of(alone, growth).Multiple;
        });
}
