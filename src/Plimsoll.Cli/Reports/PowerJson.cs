using Plimsoll.Footprint.Power;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Reports;

/// <summary>Power as programs read it; <c>docs/reference/power.md</c> describes the document.</summary>
internal static class PowerJson
{
    private const string Format = "plimsoll.power/1";

    public static string Write(PowerReport report, string scenario, double rate) => JsonText.Write(Format, new
    {
        scenario,
        at = DateOption.Text(report.At.Date),
        objective = report.Objective is { } objective ? JsonText.Name(objective) : "even",
        sites = report.Sites.Select(site => new
        {
            name = site.Site.Name,
            megawattHours = MegawattHours(site.Meter.Sources.SelectMany(line => line.Joules))
                + MegawattHours(site.Meter.NotServed),
            notServedMegawattHours = MegawattHours(site.Meter.NotServed),
            sources = site.Meter.Sources.Select(line => new
            {
                name = line.Source.Name,
                kind = line.Source.GetType().Name.ToLowerInvariant(),
                megawatts = line.Source.Capacity.Value / 1e6,
                megawattHours = MegawattHours(line.Joules),
                tooFastMegawattHours = line.TooFast.IsEmpty ? (double?)null : MegawattHours(line.TooFast),
                starts = line.Starts.IsEmpty ? (int?)null : line.Starts.Sum(),
                joules = line.Joules,
            }),
            swings = site.Ramp is { } ramp ? new
            {
                step = Cover(ramp.Step),
                swings = Cover(ramp.Swings),
                keptMegawattHours = site.Reserve.MegawattHours,
                sourcesMegawattsPerMinute = site.FollowedPerMinute.Value / 1e6,
                withSources = site.RampWithSources is { } followed
                    ? new { step = Cover(followed.Step), swings = Cover(followed.Swings) } : null,
            }
            : null,
            curtailment = site.Site.Curtailment is { } terms ? new
            {
                rate = terms.Rate,
                eventsPerYear = terms.EventsPerYear,
                asked = new { rate, eventsPerYear = terms.AtRate(rate).EventsPerYear },
                order = terms.Order.Select(JsonText.Name),
                events = site.Events.Select(Event),
            }
            : null,
        }),
    });

    private static object Cover(RampCover cover) => new
    {
        batteryMegawatts = cover.Power.Value / 1e6,
        batteryMegawattHours = cover.Energy.MegawattHours,
        gridMegawatts = cover.GridRange.Value / 1e6,
    };

    private static object Event(CurtailmentCase one)
    {
        var cost = one.Cost;
        return new
        {
            ownSources = one.HasOwnSources,
            possible = !cost.IsImpossible,
            from = cost.Event.From,
            hours = cost.Event.Hours,
            depth = cost.Event.Depth,
            notGivenMegawattHours = cost.NotGiven,
            ownSourcesMegawattHours = cost.FromOwn,
            drawnLessMegawattHours = cost.Drawn,
            trainingPaused = cost.TrainingPaused,
            trainingLost = cost.TrainingLost,
            batchPaused = cost.BatchPaused,
            batchLost = cost.BatchLost,
            servingMoved = cost.ServingMoved,
            loweredClocks = cost.LoweredClocks,
            tokens = cost.Tokens,
            usd = cost.Money,
            classes = cost.Classes.Select(cut => new
            {
                name = cut.Class,
                tokens = cut.Tokens,
                worstShare = cut.WorstShare,
                promises = cut.Promises,
            }),
        };
    }

    private static double MegawattHours(IEnumerable<long> joules) => new Joules(joules.Sum()).MegawattHours;
}
